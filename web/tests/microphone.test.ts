import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Facts } from '../src/api/types.ts';
import { address, request, launch } from './browser.ts';
import { collectErrors, until } from './page.ts';

/** Chromium's fake microphone, which beeps once a second, with permission granted. */
const FAKE_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

let browser: Browser;
before(async () => {
  if (address) browser = await launch(...FAKE_MICROPHONE);
});
after(() => browser?.close());

function whileRecording(name: string, check: (page: Page) => Promise<void>): void {
  test(name, { skip: !address, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ baseURL: address });
    try {
      const page = await context.newPage();
      const errors = collectErrors(page);
      await page.goto('/search');
      await page.getByRole('button', { name: 'Record a sound' }).press('Enter');
      await page.getByRole('button', { name: 'Stop recording' }).waitFor();
      await check(page);
      assert.deepEqual(errors, []);
    } finally {
      await context.close();
    }
  });
}

whileRecording('the sound level is shown, and the recording becomes the query', async (page) => {
  const level = page.getByRole('meter', { name: 'Sound level' });
  await until(page, 'the level of a beep', () => level.evaluate((meter) => (meter as HTMLMeterElement).value > 0.2));
  await page.getByText(/^0:02 of /).waitFor();
  const stop = page.getByRole('button', { name: 'Stop recording' });
  assert.ok(await stop.evaluate((button) => button === document.activeElement), 'the stop button has the focus');
  await stop.press('Enter');
  await page.waitForURL(/upload=[^&]+/);
  await page.getByRole('region', { name: 'Query' }).getByRole('heading', { name: 'recording' }).waitFor();
  const { model } = await request<Facts>('/api/library');
  if (model !== null) await page.getByText(/^(\d+ results?, nearest first|No match$)/).waitFor();
});

whileRecording('Escape discards a recording', async (page) => {
  await page.route('**/api/uploads?*', () => assert.fail('it was uploaded'));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Record a sound' }).waitFor();
  assert.doesNotMatch(page.url(), /upload=/);
});
