import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clip, Clips, Facts, SkippedFile } from '../src/api/model.ts';
import { clipName } from '../src/library/clipName.ts';
import { answer, inBrowser, until } from './page.ts';

const N_MANY = 10_000;
/** What is in the document stays that small, however many clips there are. */
const MOST_CARDS = 80;

inBrowser('the library shows its clips', async ({ page }) => {
  const { n_clips: nClips, clips } = await answer<Clips>('/api/clips');
  const { name } = await answer<Facts>('/api/library');
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByText(new RegExp(`^${nClips.toLocaleString('en')} clips?, `)).waitFor();
  await card(page, clips[0]!).waitFor();
  await until(page, 'its picture', () =>
    card(page, clips[0]!)
      .locator('img')
      .first()
      .evaluate((picture) => (picture as HTMLImageElement).naturalWidth > 0),
  );
});

inBrowser('the filter leaves what has the text in its name', async ({ page }) => {
  const { clips } = await answer<Clips>('/api/clips');
  const wanted = clips.at(-1)!;
  const { n_clips: nFound } = await answer<Clips>(`/api/clips?filter=${encodeURIComponent(wanted.clip)}`);
  await page.goto('/');
  await card(page, clips[0]!).waitFor();
  const box = page.getByRole('searchbox', { name: 'Filter by name' });
  await box.fill(wanted.clip.toUpperCase());
  await card(page, wanted).waitFor();
  await until(page, 'only what was found', async () => (await cards(page).count()) === nFound);
  await box.fill('no clip is called that');
  await page.getByText('No clip has “no clip is called that” in its name.').waitFor();
  await box.press('Escape');
  await card(page, clips[0]!).waitFor();
});

inBrowser('what was left out is listed with its reason', async ({ page }) => {
  const facts = await answer<Facts>('/api/library');
  const left: SkippedFile[] = [
    { clip: 'films/broken.mp4', reason: 'it cannot be decoded' },
    { clip: 'notes.txt', reason: 'it is no film, sound or picture' },
  ];
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, n_skipped: left.length } }));
  await page.route('**/api/skipped', (route) => route.fulfill({ json: left }));
  await page.goto('/');
  await page.getByText('2 files left out, and why').click();
  for (const { clip, reason } of left) {
    await page.getByText(clip, { exact: true }).waitFor();
    await page.getByText(reason, { exact: true }).waitFor();
  }
});

inBrowser('without a model the library leads to learning', async ({ page }) => {
  const facts = await answer<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, model: null } }));
  await page.goto('/');
  await page.getByRole('link', { name: 'Learn this library' }).click();
  await page.getByRole('heading', { level: 1, name: 'Learn' }).waitFor();
});

inBrowser('ten thousand clips scroll to their end with few of them in the document', async ({ page }) => {
  await page.route('**/api/clips?*', (route) => {
    const { searchParams } = new URL(route.request().url());
    const offset = Number(searchParams.get('offset'));
    const clips = Array.from({ length: Math.min(Number(searchParams.get('limit')), N_MANY - offset) }, (_, index) =>
      madeUp(offset + index),
    );
    return route.fulfill({ json: { n_clips: N_MANY, clips } satisfies Clips });
  });
  await page.route('**/pictures/*', (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
  await page.goto('/');
  await card(page, madeUp(0)).waitFor();
  const { mostCards, frameMs } = await scrolledToTheEnd(page);
  await card(page, madeUp(N_MANY - 1)).waitFor();
  assert.ok(mostCards <= MOST_CARDS, `${mostCards} cards were in the document at once`);
  console.log(`10,000 clips: ${mostCards} cards at most, ${frameMs.toFixed(1)} ms a frame in the median`);
  // Far from smooth would be ten frames a second; a shared machine is no place for a finer bound.
  assert.ok(frameMs < 100, `a frame took ${frameMs} ms in the median`);
  assert.equal(await page.getByText(`clip ${N_MANY - 1}`).getAttribute('class'), 'clip-title');
});

const cards = (page: Page) => page.locator('a.clip-card');
const card = (page: Page, { clip }: Clip) =>
  cards(page)
    .filter({ has: page.locator('.clip-title').getByText(clipName(clip).title, { exact: true }) })
    .first();

const madeUp = (index: number): Clip => ({
  clip: `made/clip_${index}.mp4`,
  n_secs: 10,
  duration_secs: 10,
  has: { audio: false, visual: true },
});

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#8a2c78" d="M0 0h16v9H0z"/></svg>';

/** One step a frame, as a hand on the wheel would. */
function scrolledToTheEnd(page: Page): Promise<{ mostCards: number; frameMs: number }> {
  return page.evaluate(async () => {
    const frames: number[] = [];
    let mostCards = 0;
    let last = await new Promise<number>((drawn) => requestAnimationFrame(drawn));
    const step = document.documentElement.scrollHeight / 240;
    while (window.scrollY + window.innerHeight < document.documentElement.scrollHeight - 1) {
      window.scrollBy(0, step);
      const now = await new Promise<number>((drawn) => requestAnimationFrame(drawn));
      frames.push(now - last);
      last = now;
      mostCards = Math.max(mostCards, document.querySelectorAll('.clip-card').length);
    }
    return { mostCards, frameMs: frames.sort((one, other) => one - other)[frames.length >> 1] ?? 0 };
  });
}
