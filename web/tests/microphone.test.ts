import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Facts } from '../src/api/model.ts';
import { address, answer, launch } from './browser.ts';
import { heard, until } from './page.ts';

/** Chromium's own microphone, which beeps once a second, and nobody who has to allow it. */
const BEEPING = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

let browser: Browser;
before(async () => {
  if (address) browser = await launch(...BEEPING);
});
after(() => browser?.close());

function recorded(name: string, check: (page: Page) => Promise<void>): void {
  test(name, { skip: !address, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ baseURL: address });
    try {
      const page = await context.newPage();
      const complaints = heard(page);
      await page.goto('/search');
      await page.getByRole('button', { name: 'Record a sound' }).press('Enter');
      await page.getByRole('button', { name: 'Stop and ask' }).waitFor();
      await check(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

recorded('what the microphone hears is shown while it is recorded, and asked with when it is stopped', async (page) => {
  const level = page.getByRole('meter', { name: 'How loud it is' });
  await until(page, 'the beep is seen', () => level.evaluate((meter) => (meter as HTMLMeterElement).value > 0.2));
  await page.getByText(/^0:02 of /).waitFor();
  const stop = page.getByRole('button', { name: 'Stop and ask' });
  assert.ok(await stop.evaluate((button) => button === document.activeElement), 'the keyboard ends what it began');
  await stop.press('Enter');
  await page.waitForURL(/upload=[^&]+/);
  await page.getByRole('region', { name: 'What is asked with' }).getByRole('heading', { name: 'recording' }).waitFor();
  const { model } = await answer<Facts>('/api/library');
  if (model !== null) await page.getByText(/^(\d+ moments?, the nearest first|Nothing fits)$/).waitFor();
});

recorded('Escape forgets a recording', async (page) => {
  await page.route('**/api/uploads?*', () => assert.fail('it was sent'));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Record a sound' }).waitFor();
  assert.doesNotMatch(page.url(), /upload=/);
});
