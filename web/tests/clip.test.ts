import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clip, Clips, Facts } from '../src/api/model.ts';
import { addressOf } from '../src/routing/address.ts';
import { spanInWords } from '../src/timeline/span.ts';
import { answer, inBrowser, until } from './page.ts';

/** A clip with both modalities and room to mark stretches in. */
async function someClip(): Promise<Clip> {
  const { clips } = await answer<Clips>('/api/clips');
  const clip = clips.find(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4);
  assert.ok(clip, 'the library has a clip of four seconds with sound and picture');
  return clip;
}

inBrowser('dragging over the waveform marks the moment, and the address follows', async ({ page }) => {
  const clip = await opened(page);
  const { x, y, width, height } = await waveform(page);
  const at = (secs: number) => x + (secs / clip.duration_secs) * width;
  await page.mouse.move(at(1.2), y + height / 2);
  await page.mouse.down();
  await page.mouse.move(at(1.9), y + height / 2);
  await page.mouse.move(at(2.6), y + height / 2);
  await page.mouse.up();
  await page.waitForURL(/\?at=1\.\.3$/);
  await marked(page, { start: 1, len: 2 });
  const question = page.getByRole('link', { name: 'Find what looks like this sound' });
  assert.match((await question.getAttribute('href')) ?? '', /at=1\.\.3&from=audio&to=visual/);

  await page.mouse.click(at(3.5), y + height / 2);
  await until(page, 'a click goes there', async () => Math.abs((await currentTime(page)) - 3.5) < 0.2);
  assert.match(page.url(), /\?at=1\.\.3$/);
});

inBrowser('a drag is called off with Escape', async ({ page }) => {
  const clip = await opened(page, '?at=0..2');
  const { x, y, width } = await waveform(page);
  await page.getByRole('slider', { name: 'Start of the moment' }).focus();
  await page.mouse.move(x + width * 0.5, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, y + 5);
  await until(page, 'the stretch is drawn while it is dragged', async () => (await leftOfMark(page)) > 0.3);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await marked(page, { start: 0, len: 2 });
  assert.equal(
    new URL(page.url()).pathname + new URL(page.url()).search,
    addressOf({ page: 'clip', clip: clip.clip, span: { start: 0, len: 2 } }),
  );
});

inBrowser('the ends of the moment are moved with arrow keys', async ({ page }) => {
  await opened(page, '?at=0..2');
  await page.getByRole('slider', { name: 'End of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=0\.\.3$/);
  await page.getByRole('slider', { name: 'Start of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=1\.\.3$/);
  // A moment has a second at least.
  for (let n = 0; n < 4; n++) await page.getByRole('slider', { name: 'Start of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=2\.\.3$/);
});

inBrowser(
  'the ends of the moment are moved with a finger',
  async ({ page }) => {
    const clip = await opened(page, '?at=0..2');
    const { x, y, width, height } = await box(page, '.moment-slider');
    const at = (secs: number) => ({ x: x + (secs / clip.n_secs) * width, y: y + height / 2 });
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', secs?: number) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: secs === undefined ? [] : [at(secs)] });
    await touch('touchStart', 2);
    for (const secs of [2.3, 2.6, 3]) await touch('touchMove', secs);
    await touch('touchEnd');
    await page.waitForURL(/\?at=0\.\.3$/);
  },
  { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } },
);

inBrowser('the moment plays, the playhead moves over all tracks, and it ends with the moment', async ({ page }) => {
  await opened(page, '?at=1..2');
  const before = await leftOf(page, '.playhead');
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'the film plays in the moment', async () => (await currentTime(page)) > 1);
  await until(page, 'the playhead moves', async () => (await leftOf(page, '.playhead')) !== before);
  await until(page, 'it pauses at the end', () =>
    page.locator('video').evaluate((film) => (film as HTMLVideoElement).paused),
  );
  const end = await currentTime(page);
  assert.ok(end >= 2 && end < 3, `it paused at ${end}`);
});

inBrowser('both curves of how well it fits are drawn, and the answers are said', async ({ page }) => {
  const { model } = await answer<Facts>('/api/library');
  if (model === null) return console.log('skipped: nothing was learned from this library');
  await opened(page, '?at=1..3');
  await page.getByRole('heading', { name: 'Where is this sound seen?' }).waitFor();
  await until(page, 'both are answered', async () => (await page.locator('.where-says').count()) === 2);
  for (const modality of ['audio', 'visual'] as const) {
    await until(page, `the curve of the ${modality} modality`, async () => (await dotsIn(page, modality)) > 50);
  }
  assert.equal(await page.locator('.lane-window').count(), 2);
});

inBrowser('a film that browsers do not play is played', async ({ page }) => {
  const { clips } = await answer<Clips>('/api/clips?limit=500');
  const odd = clips.find(({ clip, has }) => has.visual && /\.(avi|mpg|mpeg|wmv|flv)$/i.test(clip));
  if (!odd) return console.log('skipped: browsers play every film of this library');
  await page.goto(addressOf({ page: 'clip', clip: odd.clip, span: { start: 0, len: 1 } }));
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'the film plays', async () => (await currentTime(page)) > 0.2);
});

async function opened(page: Page, query = ''): Promise<Clip> {
  const clip = await someClip();
  await page.goto(addressOf({ page: 'clip', clip: clip.clip }) + query);
  await page.locator('.waveform canvas').waitFor();
  // What is above the tracks has its height only with the film.
  await until(page, 'the film is here', () =>
    page.locator('video').evaluate((film) => (film as HTMLVideoElement).readyState >= 2),
  );
  return clip;
}

async function marked(page: Page, span: { start: number; len: number }): Promise<void> {
  await page
    .getByRole('complementary', { name: 'The marked moment' })
    .getByText(spanInWords(span), { exact: true })
    .waitFor();
}

/** The place of the tracks on the screen, scrolled to. */
const waveform = (page: Page) => box(page, '.waveform');

async function box(page: Page, selector: string) {
  await page.locator(selector).scrollIntoViewIfNeeded();
  const found = await page.locator(selector).boundingBox();
  assert.ok(found, `${selector} is shown`);
  return found;
}

const currentTime = (page: Page) => page.locator('video').evaluate((film) => (film as HTMLVideoElement).currentTime);

const leftOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((line) => Number.parseFloat((line as HTMLElement).style.left));

const leftOfMark = async (page: Page) => (await leftOf(page, '.moment-mark')) / 100;

/** How many dots of the drawing have the colour of a modality. */
function dotsIn(page: Page, modality: 'audio' | 'visual'): Promise<number> {
  return page.locator('.fit canvas').evaluate((element, name) => {
    const canvas = element as HTMLCanvasElement;
    const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let nDots = 0;
    for (let dot = 0; dot < data.length; dot += 4) {
      const isOpaque = data[dot + 3]! > 200;
      if (isOpaque && wanted.every((value, channel) => Math.abs(data[dot + channel]! - value) < 12)) nDots += 1;
    }
    return nDots;
  }, modality);
}
