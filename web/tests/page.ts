/** Runs tests on pages of a running server in Chromium; errors of a page fail its test. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { address, launch } from './browser.ts';

export { address, request } from './browser.ts';

let browser: Browser;

before(async () => {
  if (!address) return console.log('skipped: no $EARSIGHT_URL, the address of a running earsight serve');
  browser = await launch();
});

after(() => browser?.close());

interface Options extends BrowserContextOptions {
  /** Errors that the test causes, such as the browser's message about a response with status 429. */
  expects?: RegExp;
}

/** A test in a new browser context, without cookies and storage. */
export function inBrowser(
  name: string,
  check: (page: Page) => Promise<void>,
  { expects, ...options }: Options = {},
): void {
  test(name, { skip: !address, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ baseURL: address, ...options });
    context.setDefaultTimeout(20_000);
    try {
      const page = await context.newPage();
      const errors = collectErrors(page);
      await check(page);
      assert.deepEqual(
        errors.filter((error) => !expects?.test(error)),
        [],
      );
    } finally {
      await context.close();
    }
  });
}

/** Errors of the console, which include violations of the Content-Security-Policy, and uncaught exceptions. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  return errors;
}

/** Waits for a condition; tests never wait for a fixed time. */
export async function until(page: Page, condition: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < end, `timeout: ${condition}`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}
