import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  class?: string;
  children: ComponentChildren;
}

/** What is too large for the page scrolls within itself, by keys, too; what fits is no stop on the way. */
export function ScrollRegion({ label, class: className, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [isLarger, setLarger] = useState(false);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () =>
      setLarger(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const watch = new ResizeObserver(look);
    watch.observe(element);
    for (const child of element.children) watch.observe(child);
    return () => watch.disconnect();
  }, []);
  const region = isLarger ? ({ role: 'region', 'aria-label': label, tabIndex: 0 } as const) : {};
  return (
    <div ref={place} class={`scroll ${className ?? ''}`} {...region}>
      {children}
    </div>
  );
}
