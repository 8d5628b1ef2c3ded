import type { ComponentChildren } from 'preact';
import type { Page } from './address.ts';
import { go, hrefOf } from './location.ts';

interface Props {
  to: Page;
  children: ComponentChildren;
  class?: string;
  'aria-current'?: 'page' | undefined;
  'aria-label'?: string;
  onFocus?: () => void;
  onBlur?: () => void;
  onPointerMove?: (event: PointerEvent) => void;
  onPointerLeave?: () => void;
}

/** A real link: it opens in a new tab when asked to, and is followed without loading the page again. */
export function Link({ to, children, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
