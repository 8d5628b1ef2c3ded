import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  label: string;
  class?: string;
  children: ComponentChildren;
}

/** Content that scrolls if it is too large, and can then be focused, so that the keyboard scrolls it. */
export function ScrollRegion({ label, class: className, children }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const [isScrollable, setScrollable] = useState(false);
  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return;
    const update = () =>
      setScrollable(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const observer = new ResizeObserver(update);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  const region = isScrollable ? ({ role: 'region', 'aria-label': label, tabIndex: 0 } as const) : {};
  return (
    <div ref={container} class={`scroll ${className ?? ''}`} {...region}>
      {children}
    </div>
  );
}
