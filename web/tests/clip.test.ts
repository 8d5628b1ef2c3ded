import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clip, Clips, Facts, LocalizeResponse } from '../src/api/types.ts';
import { addressOf } from '../src/routing/address.ts';
import { formatSpan } from '../src/timeline/span.ts';
import { request, inBrowser, until } from './page.ts';

/** A clip with both modalities and enough seconds to select moments. */
async function someClip(): Promise<Clip> {
  const { clips } = await request<Clips>('/api/clips');
  const clip = clips.find(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4);
  assert.ok(clip, 'the library has a clip of four seconds with sound and picture');
  return clip;
}

inBrowser('dragging across the waveform selects a moment and updates the address', async (page) => {
  const clip = await opened(page);
  const { x, y, width, height } = await waveform(page);
  const at = (secs: number) => x + (secs / clip.duration_secs) * width;
  await page.mouse.move(at(1.2), y + height / 2);
  await page.mouse.down();
  await page.mouse.move(at(1.9), y + height / 2);
  await page.mouse.move(at(2.6), y + height / 2);
  await page.mouse.up();
  await page.waitForURL(/\?at=1\.\.3$/);
  await isSelected(page, { start: 1, len: 2 });
  const link = page.getByRole('link', { name: 'Find matching pictures' });
  assert.match((await link.getAttribute('href')) ?? '', /at=1\.\.3&from=audio&to=visual/);

  await page.mouse.click(at(3.5), y + height / 2);
  await until(page, 'a click seeks', async () => Math.abs((await currentTime(page)) - 3.5) < 0.2);
  assert.match(page.url(), /\?at=1\.\.3$/);
});

inBrowser('Escape cancels a drag', async (page) => {
  const clip = await opened(page, '?at=0..2');
  const { x, y, width } = await waveform(page);
  await page.getByRole('slider', { name: 'Start of the moment' }).focus();
  await page.mouse.move(x + width * 0.5, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, y + 5);
  await until(page, 'the selection follows the pointer', async () => (await leftOfOutline(page)) > 0.3);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await isSelected(page, { start: 0, len: 2 });
  assert.equal(
    new URL(page.url()).pathname + new URL(page.url()).search,
    addressOf({ page: 'clip', clip: clip.clip, span: { start: 0, len: 2 } }),
  );
});

inBrowser('arrow keys move start and end of the moment', async (page) => {
  await opened(page, '?at=0..2');
  await page.getByRole('slider', { name: 'End of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=0\.\.3$/);
  await page.getByRole('slider', { name: 'Start of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=1\.\.3$/);
  // A moment has at least one second.
  for (let n = 0; n < 4; n++) await page.getByRole('slider', { name: 'Start of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=2\.\.3$/);
});

inBrowser(
  'touch moves start and end of the moment',
  async (page) => {
    const clip = await opened(page, '?at=0..2');
    const { x, y, width, height } = await box(page, '.moment-slider');
    const at = (secs: number) => ({ x: x + (secs / clip.n_secs) * width, y: y + height / 2 });
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', secs?: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: secs === undefined ? [] : [at(secs)] });
    await touch('touchStart', 2);
    for (const secs of [2.3, 2.6, 3]) await touch('touchMove', secs);
    await touch('touchEnd');
    await page.waitForURL(/\?at=0\.\.3$/);
  },
  { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } },
);

inBrowser('the moment plays with a moving playhead, and playback pauses at its end', async (page) => {
  await opened(page, '?at=1..2');
  const before = await leftOf(page, '.playhead');
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'the video plays within the moment', async () => (await currentTime(page)) > 1);
  await until(page, 'the playhead moves', async () => (await leftOf(page, '.playhead')) !== before);
  await until(page, 'playback pauses', () =>
    page.locator('video').evaluate((video) => (video as HTMLVideoElement).paused),
  );
  const end = await currentTime(page);
  assert.ok(end >= 2 && end < 3, `it paused at ${end}`);
});

inBrowser('both localizations are plotted and described', async (page) => {
  const { model } = await request<Facts>('/api/library');
  if (model === null) return console.log('skipped: the library has no model');
  await opened(page, '?at=1..3');
  await page.getByRole('heading', { name: 'Where the picture matches this sound' }).waitFor();
  await until(page, 'both results', async () => (await page.locator('.localization-title').count()) === 2);
  for (const modality of ['audio', 'visual'] as const) {
    await until(page, `the ${modality} curve`, async () => (await pixelsIn(page, modality)) > 50);
  }
  assert.equal(await page.locator('.lane-window').count(), 2);
});

inBrowser('a localization shows both errors of its verdict', async (page) => {
  const { model } = await request<Facts>('/api/library');
  if (model === null) return console.log('skipped: the library has no model');
  await page.route('**/api/localize', async (route) => {
    const response = await route.fetch();
    const localized = (await response.json()) as LocalizeResponse;
    const isRejected = localized.query.modality === 'audio';
    const verdict = { p_value: 0.2, no_match: isRejected, reject: 0.05, mismatches_rejected: 0.271, n_clips: 59 };
    await route.fulfill({ response, json: { ...localized, verdict } });
  });
  await opened(page, '?at=1..3');
  for (const title of [/^No match$/, /^Best match at /]) {
    const panel = page.locator('.localization').filter({ has: page.getByText(title) });
    await panel
      .getByText('The threshold loses 5 % of true matches and rejects 27 % of others (59 held-out clips).')
      .waitFor();
  }
});

inBrowser('a video in a format that browsers cannot play is converted', async (page) => {
  const { clips } = await request<Clips>('/api/clips?limit=500');
  const converted = clips.find(({ clip, has }) => has.visual && /\.(avi|mpg|mpeg|wmv|flv)$/i.test(clip));
  if (!converted) return console.log('skipped: browsers can play every video of this library');
  await page.goto(addressOf({ page: 'clip', clip: converted.clip, span: { start: 0, len: 1 } }));
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'the video plays', async () => (await currentTime(page)) > 0.2);
});

async function opened(page: Page, query = ''): Promise<Clip> {
  const clip = await someClip();
  await page.goto(addressOf({ page: 'clip', clip: clip.clip }) + query);
  await page.locator('.waveform canvas').waitFor();
  // The layout above the tracks is final when the video and the concepts have loaded.
  await page.locator('.concepts:not(.dim)').waitFor();
  await until(page, 'the video has loaded', () =>
    page.locator('video').evaluate((video) => (video as HTMLVideoElement).readyState >= 2),
  );
  return clip;
}

async function isSelected(page: Page, span: { start: number; len: number }): Promise<void> {
  await page
    .getByRole('complementary', { name: 'Selected moment' })
    .getByText(formatSpan(span), { exact: true })
    .waitFor();
}

/** The bounding box of the waveform, scrolled into view. */
const waveform = (page: Page) => box(page, '.waveform');

async function box(page: Page, selector: string) {
  await page.locator(selector).scrollIntoViewIfNeeded();
  const found = await page.locator(selector).boundingBox();
  assert.ok(found, `${selector} is shown`);
  return found;
}

const currentTime = (page: Page) => page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);

const leftOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((line) => Number.parseFloat((line as HTMLElement).style.left));

const leftOfOutline = async (page: Page) => (await leftOf(page, '.moment-outline')) / 100;

/** How many pixels of the plot have the colour of a modality. */
function pixelsIn(page: Page, modality: 'audio' | 'visual'): Promise<number> {
  return page.locator('.distance-plot canvas').evaluate((element, name) => {
    const canvas = element as HTMLCanvasElement;
    const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const rgb = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let nPixels = 0;
    for (let i = 0; i < data.length; i += 4) {
      const isOpaque = data[i + 3]! > 200;
      if (isOpaque && rgb.every((value, channel) => Math.abs(data[i + channel]! - value) < 12)) nPixels += 1;
    }
    return nPixels;
  }, modality);
}
