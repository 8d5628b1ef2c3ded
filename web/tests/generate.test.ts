import assert from 'node:assert/strict';
import type { Clip, Facts, Generated, GenerateQuestion } from '../src/api/model.ts';
import { addressOf } from '../src/routing/address.ts';
import { someClips } from './learned.ts';
import { answer, inBrowser, until } from './page.ts';

const span = { start: 1, len: 2 };

/** A clip to imagine from; none where the model of the library cannot. */
async function someImaginable(): Promise<Clip | null> {
  const { can_generate: canGenerate } = await answer<Facts>('/api/library');
  return canGenerate ? ((await someClips())[0] ?? null) : null;
}

inBrowser(
  'from a clip to what its sound would look like, beside what it really looks like; all of it plays',
  async ({ page }) => {
    const clip = await someImaginable();
    if (!clip) return cannot();
    await page.goto(addressOf({ page: 'clip', clip: clip.clip, span }));
    await page.getByRole('link', { name: 'Imagine the picture of this sound' }).click();
    const nearest = page.getByRole('region', { name: 'What this sound would look like' });
    await nearest.getByText(/^Nothing here is made up/).waitFor();
    assert.ok((await nearest.getByRole('article').count()) >= 2, 'the truth and what is nearest to what was imagined');

    for (const place of [0, 1]) {
      const card = nearest.getByRole('article').nth(place);
      const at = Number(/at=(\d+)/.exec((await card.getByRole('link').getAttribute('href')) ?? '')?.[1]);
      if (place === 0) assert.equal(at, span.start, 'the truth comes first');
      await card.getByRole('button', { name: /^Play / }).click();
      const time = () => card.locator('video').evaluate((film) => (film as HTMLVideoElement).currentTime);
      await until(page, 'it plays at its moment', async () => (await time()) > at);
      assert.equal(await page.getByRole('article').locator('video').count(), 1);
    }
  },
);

inBrowser('draws are shown side by side, and others are drawn with another seed', async ({ page }) => {
  const clip = await someImaginable();
  if (!clip) return cannot();
  const seeds: (number | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/generate')) seeds.push((request.postDataJSON() as GenerateQuestion).seed);
  });
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'visual' }));
  const draws = page.getByRole('region', { name: 'What else it could be' });
  await draws.getByText(/^\d+ draws/).waitFor();
  assert.ok((await draws.getByRole('article').count()) > 1);
  const others = page.waitForResponse('**/api/generate');
  await draws.getByRole('button', { name: 'Draw others' }).click();
  const { drawn } = (await (await others).json()) as Generated;
  assert.equal(new Set(seeds).size, 2);
  await draws.getByText('In numbers').click();
  await draws.getByText(`the same draws come again with the number ${drawn?.seed}`).waitFor();
});

inBrowser('how typical it is, is said in words, and in numbers to whoever asks', async ({ page }) => {
  const clip = await someImaginable();
  if (!clip) return cannot();
  await page.route('**/api/generate', async (route) => {
    const response = await route.fetch();
    const typicality = { share_below: 0.12, log_density: -31.25, n_seconds: 200 };
    await route.fulfill({ response, json: { ...(await response.json()), typicality } });
  });
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'audio' }));
  await page.getByText('Unusual for this library.').waitFor();
  await page.locator('.typicality summary').click();
  await page.getByText('-31.3').waitFor();
});

inBrowser('what is imagined is chosen, and the address follows', async ({ page }) => {
  const clip = await someImaginable();
  if (!clip) return cannot();
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'audio' }));
  await page.getByRole('group', { name: 'Imagine the' }).getByText('sound of its picture').click();
  await page.waitForURL(/from=visual/);
  await page.getByRole('heading', { name: 'What this picture would sound like' }).waitFor();
  await page.getByText('What it really sounds like').waitFor();
});

inBrowser('who brings no moment is offered some', async ({ page }) => {
  if (!(await someImaginable())) return cannot();
  await page.goto('/generate');
  await page.getByRole('region', { name: 'Or begin with a clip' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: /^What this (sound|picture) would/ }).waitFor();
});

inBrowser('a model that only compares says so, and names those that imagine', async ({ page }) => {
  const facts = await answer<Facts>('/api/library');
  await page.route('**/api/library', (route) =>
    route.fulfill({ json: { ...facts, model: 'cca', can_generate: false } }),
  );
  await page.goto('/generate');
  await page.getByText('The model that answers now, cca, cannot imagine').waitFor();
  const able = page.locator('.able-models');
  await able.getByText('ms-vae', { exact: true }).waitFor();
  assert.equal(await able.getByText('cca', { exact: true }).count(), 0);
  await page.getByRole('link', { name: 'Learn one of them' }).click();
  await page.waitForURL(/\/learn$/);
});

const cannot = () => console.log('skipped: what was learned from this library cannot imagine');
