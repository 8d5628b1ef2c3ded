import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Serious and critical violations that axe finds, each with its element. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, since the Content-Security-Policy allows no other scripts.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (
      window as unknown as { axe: { run: () => Promise<import('axe-core').AxeResults> } }
    ).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
