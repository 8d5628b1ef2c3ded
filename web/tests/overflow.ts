import type { Page } from 'playwright-core';

/** The widths of page and screen and the elements beyond the screen; empty if the page fits. */
export function overflowingElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth && clientWidth === 360) return [];
    const all = [...document.querySelectorAll('main *')];
    const wide = all
      .filter((element) => element.getBoundingClientRect().right > 361)
      .map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`);
    return [`${scrollWidth} of ${clientWidth} px`, ...wide.slice(0, 5)];
  });
}
