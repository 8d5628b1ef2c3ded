/**
 * As the `ref` of what takes the place of the element that had the focus: `autofocus` is for what is there when a
 * page is loaded. One function for all, so that it is called when the element comes and not whenever it is drawn.
 */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
