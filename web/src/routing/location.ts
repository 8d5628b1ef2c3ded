import { signal } from '@preact/signals';
import { saved } from '../api/saved.ts';
import { addressOf, type Page, pageAt } from './address.ts';

/** A saved page is one file: its pages are behind the `#`. */
export const hrefOf = (to: Page) => (saved ? `#${addressOf(to)}` : addressOf(to));

function here(): Page {
  const { pathname, search, hash } = window.location;
  if (!saved) return pageAt(pathname, search);
  const [path = '/', query = ''] = hash.replace(/^#/, '').split('?');
  return pageAt(path || '/', query);
}

/** The page that is shown. */
export const shown = signal<Page>(here());

window.addEventListener('popstate', () => {
  shown.value = here();
});

/** To another page, which starts at its top and is told to those who do not see it. */
export function go(to: Page): void {
  const isOther = to.page !== shown.value.page;
  window.history.pushState(null, '', hrefOf(to));
  shown.value = to;
  if (isOther) window.scrollTo(0, 0);
}

/** The same page with other facts: no step to go back. */
export function refine(to: Page): void {
  window.history.replaceState(window.history.state, '', hrefOf(to));
  shown.value = to;
}
