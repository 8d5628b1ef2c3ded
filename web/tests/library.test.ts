import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clip, Clips, Facts, SkippedFile } from '../src/api/types.ts';
import { clipName } from '../src/format/clipName.ts';
import { request, inBrowser, until } from './page.ts';

const N_MANY = 10_000;
/** Cards in the document, for any number of clips. */
const MAX_CARDS = 80;

inBrowser('the library shows its clips', async (page) => {
  const { n_clips: nClips, clips } = await request<Clips>('/api/clips');
  const { name } = await request<Facts>('/api/library');
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByText(new RegExp(`^${nClips.toLocaleString('en')} clips?, `)).waitFor();
  await card(page, clips[0]!).waitFor();
  await until(page, 'the picture', () =>
    card(page, clips[0]!)
      .locator('img')
      .first()
      .evaluate((picture) => (picture as HTMLImageElement).naturalWidth > 0),
  );
});

inBrowser('the filter shows clips whose names contain the text', async (page) => {
  const { clips } = await request<Clips>('/api/clips');
  const wanted = clips.at(-1)!;
  const { n_clips: nFound } = await request<Clips>(`/api/clips?filter=${encodeURIComponent(wanted.clip)}`);
  await page.goto('/');
  await card(page, clips[0]!).waitFor();
  const box = page.getByRole('searchbox', { name: 'Filter by name' });
  await box.fill(wanted.clip.toUpperCase());
  await card(page, wanted).waitFor();
  await until(page, 'only matching clips', async () => (await cards(page).count()) === nFound);
  await box.fill('no such name');
  await page.getByText('No clip name contains “no such name”.').waitFor();
  await box.press('Escape');
  await card(page, clips[0]!).waitFor();
});

inBrowser('skipped files are listed with reasons', async (page) => {
  const facts = await request<Facts>('/api/library');
  const skipped: SkippedFile[] = [
    { clip: 'videos/broken.mp4', reason: 'it cannot be decoded' },
    { clip: 'notes.txt', reason: 'not a media file' },
  ];
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, n_skipped: skipped.length } }));
  await page.route('**/api/skipped', (route) => route.fulfill({ json: skipped }));
  await page.goto('/');
  await page.getByText('2 files skipped').click();
  for (const { clip, reason } of skipped) {
    await page.getByText(clip, { exact: true }).waitFor();
    await page.getByText(reason, { exact: true }).waitFor();
  }
});

inBrowser('without a model the library links to the Learn page', async (page) => {
  const facts = await request<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, model: null } }));
  await page.goto('/');
  await page.getByRole('link', { name: 'Learn this library' }).click();
  await page.getByRole('heading', { level: 1, name: 'Learn' }).waitFor();
});

inBrowser('ten thousand clips scroll with few cards in the document', async (page) => {
  await page.route('**/api/clips?*', (route) => {
    const { searchParams } = new URL(route.request().url());
    const offset = Number(searchParams.get('offset'));
    const clips = Array.from({ length: Math.min(Number(searchParams.get('limit')), N_MANY - offset) }, (_, index) =>
      syntheticClip(offset + index),
    );
    return route.fulfill({ json: { n_clips: N_MANY, clips } satisfies Clips });
  });
  await page.route('**/pictures/*', (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
  await page.goto('/');
  await card(page, syntheticClip(0)).waitFor();
  const { maxCards, frameMs } = await scrollToEnd(page);
  await card(page, syntheticClip(N_MANY - 1)).waitFor();
  assert.ok(maxCards <= MAX_CARDS, `${maxCards} cards were in the document at once`);
  console.log(`10,000 clips: at most ${maxCards} cards, ${frameMs.toFixed(1)} ms per frame in the median`);
  // A loose bound of ten frames per second, since the machine may be shared.
  assert.ok(frameMs < 100, `a frame takes ${frameMs} ms in the median`);
  assert.equal(await page.getByText(`clip ${N_MANY - 1}`).getAttribute('class'), 'clip-title');
});

const cards = (page: Page) => page.locator('a.clip-card');
const card = (page: Page, { clip }: Clip) =>
  cards(page)
    .filter({ has: page.locator('.clip-title').getByText(clipName(clip).title, { exact: true }) })
    .first();

const syntheticClip = (index: number): Clip => ({
  clip: `synthetic/clip_${index}.mp4`,
  n_secs: 10,
  duration_secs: 10,
  has: { audio: false, visual: true },
});

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#8a2c78" d="M0 0h16v9H0z"/></svg>';

/** Scrolls one step per frame. */
function scrollToEnd(page: Page): Promise<{ maxCards: number; frameMs: number }> {
  return page.evaluate(async () => {
    const frames: number[] = [];
    let maxCards = 0;
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const step = document.documentElement.scrollHeight / 240;
    while (window.scrollY + window.innerHeight < document.documentElement.scrollHeight - 1) {
      window.scrollBy(0, step);
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - last);
      last = now;
      maxCards = Math.max(maxCards, document.querySelectorAll('.clip-card').length);
    }
    return { maxCards, frameMs: frames.sort((one, other) => one - other)[frames.length >> 1] ?? 0 };
  });
}
