import { signal } from '@preact/signals';
import { saved } from '../api/saved.ts';
import { addressOf, type Page, pageAt } from './address.ts';

/** The `href` of a page; on a saved page, which is one file, the address is in the fragment. */
export const hrefOf = (to: Page) => (saved ? `#${addressOf(to)}` : addressOf(to));

function readLocation(): Page {
  const { pathname, search, hash } = window.location;
  if (!saved) return pageAt(pathname, search);
  const [path = '/', query = ''] = hash.replace(/^#/, '').split('?');
  return pageAt(path || '/', query);
}

export const currentPage = signal<Page>(readLocation());

window.addEventListener('popstate', () => {
  currentPage.value = readLocation();
});

/** Opens a page, with a new entry in the history. */
export function navigate(to: Page): void {
  const isOther = to.page !== currentPage.value.page;
  window.history.pushState(null, '', hrefOf(to));
  currentPage.value = to;
  if (isOther) window.scrollTo(0, 0);
}

/** Changes the parameters of the current page without a new entry in the history. */
export function replacePage(to: Page): void {
  window.history.replaceState(window.history.state, '', hrefOf(to));
  currentPage.value = to;
}
