/** Opens the page of a running server in Chromium and keeps what went wrong in it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { address, launch } from './browser.ts';

export { address, answer } from './browser.ts';

export interface Opened {
  page: Page;
  /** What the console and the Content-Security-Policy complained about, and what was thrown. */
  complaints: string[];
}

let browser: Browser;

before(async () => {
  if (!address) return console.log('skipped: no $EARSIGHT_URL, the address of a running earsight serve');
  browser = await launch();
});

after(() => browser?.close());

interface How extends BrowserContextOptions {
  /** Complaints that the test brings about, such as the browser's line on an answer 429. */
  expects?: RegExp;
}

/** A test in a browser of its own: no cookies, nothing kept. Complaints fail it. */
export function inBrowser(name: string, check: (opened: Opened) => Promise<void>, { expects, ...how }: How = {}): void {
  test(name, { skip: !address, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ baseURL: address, ...how });
    context.setDefaultTimeout(20_000);
    try {
      const page = await context.newPage();
      const complaints = heard(page);
      await check({ page, complaints });
      assert.deepEqual(
        complaints.filter((complaint) => !expects?.test(complaint)),
        [],
      );
    } finally {
      await context.close();
    }
  });
}

/** Policy violations come as errors of the console. */
export function heard(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  return complaints;
}

/** Waits until something is so; tests never wait for a time. */
export async function until(page: Page, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `in vain: ${what}`);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
}
