import type { Page } from 'playwright-core';

/** What is wider than the screen, where the page scrolls sideways. */
export function sticksOut(page: Page): Promise<string[]> {
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
