import type { ComponentChildren } from 'preact';
import type { Page } from './address.ts';
import { hrefOf, navigate } from './location.ts';

interface Props {
  to: Page;
  children: ComponentChildren;
  class?: string;
  title?: string;
  'aria-current'?: 'page' | undefined;
  onFocus?: () => void;
  onBlur?: () => void;
  onPointerMove?: (event: PointerEvent) => void;
  onPointerLeave?: () => void;
}

/** A link to another page of the application, followed without reloading; modifier keys work as usual. */
export function Link({ to, children, ...rest }: Props) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={onClick}>
      {children}
    </a>
  );
}
