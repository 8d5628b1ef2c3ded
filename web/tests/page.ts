/** Opens the page of a running server in Chromium and keeps what went wrong in it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where the server, or Vite before one, answers. */
export const address = process.env.EARSIGHT_URL?.replace(/\/$/, '') ?? '';

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

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
}

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
      assert.deepEqual(complaints.filter((complaint) => !expects?.test(complaint)), []);
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

/** The server's answer to the tests themselves. */
export async function answer<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${address}${path}`, init);
  assert.ok(response.ok, `${path} is answered with ${response.status}`);
  return (await response.json()) as Answer;
}

/** Waits until something is so; tests never wait for a time. */
export async function until(page: Page, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `in vain: ${what}`);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
}
