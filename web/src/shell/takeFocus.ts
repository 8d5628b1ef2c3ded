/**
 * A `ref` for an element that replaces the focused one; `autofocus` works only when a page is loaded. It is a constant
 * function, so that Preact calls it when the element is inserted and not on every render.
 */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
