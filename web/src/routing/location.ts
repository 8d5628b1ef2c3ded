import { signal } from '@preact/signals';
import { addressOf, type Page, pageAt } from './address.ts';

const here = () => pageAt(window.location.pathname, window.location.search);

/** The page that is shown. */
export const shown = signal<Page>(here());

window.addEventListener('popstate', () => {
  shown.value = here();
});

/** To another page, which starts at its top and is told to those who do not see it. */
export function go(to: Page): void {
  const isOther = to.page !== shown.value.page;
  window.history.pushState(null, '', addressOf(to));
  shown.value = to;
  if (isOther) window.scrollTo(0, 0);
}

/** The same page with other facts: no step to go back. */
export function refine(to: Page): void {
  window.history.replaceState(window.history.state, '', addressOf(to));
  shown.value = to;
}
