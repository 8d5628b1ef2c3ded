import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What keeps somebody out, in axe's words and with the element. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the browser itself, past the policy, which allows no script of others.
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
