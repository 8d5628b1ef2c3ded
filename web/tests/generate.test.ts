import assert from 'node:assert/strict';
import type { Clip, Facts, GenerateResponse, GenerateRequest } from '../src/api/types.ts';
import { addressOf } from '../src/routing/address.ts';
import { someClips } from './searchable.ts';
import { request, inBrowser, until } from './page.ts';

const span = { start: 1, len: 2 };

/** A clip as the query; null if the model of the library cannot generate. */
async function someQueryClip(): Promise<Clip | null> {
  const { can_generate: canGenerate } = await request<Facts>('/api/library');
  return canGenerate ? ((await someClips())[0] ?? null) : null;
}

inBrowser('a clip leads to the generated picture of its sound, next to the actual one; both play', async (page) => {
  const clip = await someQueryClip();
  if (!clip) return skip();
  await page.goto(addressOf({ page: 'clip', clip: clip.clip, span }));
  await page.getByRole('link', { name: 'Generate a picture from this sound' }).click();
  const nearest = page.getByRole('region', { name: 'What this sound would look like' });
  await nearest.getByText(/^These are real seconds of the library/).waitFor();
  assert.ok((await nearest.getByRole('article').count()) >= 2, 'the actual second and the nearest ones');

  for (const index of [0, 1]) {
    const card = nearest.getByRole('article').nth(index);
    const at = Number(/at=(\d+)/.exec((await card.getByRole('link').getAttribute('href')) ?? '')?.[1]);
    if (index === 0) assert.equal(at, span.start, 'the actual second comes first');
    await card.getByRole('button', { name: /^Play / }).click();
    const time = () => card.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await until(page, 'it plays at its moment', async () => (await time()) > at);
    assert.equal(await page.getByRole('article').locator('video').count(), 1);
  }
});

inBrowser('other samples are drawn with another seed', async (page) => {
  const clip = await someQueryClip();
  if (!clip) return skip();
  const seeds: (number | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/generate')) seeds.push((request.postDataJSON() as GenerateRequest).seed);
  });
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'visual' }));
  const samples = page.getByRole('region', { name: 'Samples' });
  await samples.getByText(/^\d+ samples/).waitFor();
  assert.ok((await samples.getByRole('article').count()) > 1);
  const next = page.waitForResponse('**/api/generate');
  await samples.getByRole('button', { name: 'New samples' }).click();
  const { drawn } = (await (await next).json()) as GenerateResponse;
  assert.equal(new Set(seeds).size, 2);
  await samples.getByText('Details').click();
  await samples.getByText(`(seed ${drawn?.seed})`).waitFor();
});

inBrowser('typicality is shown as a share of the library’s seconds and in numbers', async (page) => {
  const clip = await someQueryClip();
  if (!clip) return skip();
  await page.route('**/api/generate', async (route) => {
    const response = await route.fetch();
    const typicality = { share_below: 0.12, log_density: -31.25, n_seconds: 200 };
    await route.fulfill({ response, json: { ...(await response.json()), typicality } });
  });
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'audio' }));
  await page.getByText('More typical than 12 % of the library’s seconds.').waitFor();
  await page.locator('.typicality summary').click();
  await page.getByText('-31.3').waitFor();
});

inBrowser('an implausible result says so, and why', async (page) => {
  const clip = await someQueryClip();
  if (!clip) return skip();
  await page.route('**/api/generate', async (route) => {
    const response = await route.fetch();
    const generated = (await response.json()) as GenerateResponse;
    const nearest = generated.nearest.map((found, rank) => ({ ...found, implausible: rank === 0 }));
    const plausibility = { within: 0.5, share: 0.95 };
    await route.fulfill({ response, json: { ...generated, nearest, plausibility } });
  });
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'audio' }));
  await page.getByText('implausible').first().waitFor();
  assert.equal(await page.locator('.generated-grid .result-note', { hasText: 'implausible' }).count(), 1);
  await page.locator('.generated-grid summary').first().click();
  await page.getByText('Farther from what was generated than 95 % of the true seconds').waitFor();
});

inBrowser('the modality to generate is selected and in the address', async (page) => {
  const clip = await someQueryClip();
  if (!clip) return skip();
  await page.goto(addressOf({ page: 'generate', moment: { clip: clip.clip, span }, from: 'audio' }));
  await page.getByRole('group', { name: 'Generate', exact: true }).getByText('sound from picture').click();
  await page.waitForURL(/from=visual/);
  await page.getByRole('heading', { name: 'What this picture would sound like' }).waitFor();
  await page.getByRole('heading', { name: 'Actual sound' }).waitFor();
});

inBrowser('without a query the page suggests clips', async (page) => {
  if (!(await someQueryClip())) return skip();
  await page.goto('/generate');
  await page.getByRole('region', { name: 'Or start with a clip' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: /^What this (sound|picture) would/ }).waitFor();
});

inBrowser('a model that only compares is explained, with models that generate', async (page) => {
  const facts = await request<Facts>('/api/library');
  await page.route('**/api/library', (route) =>
    route.fulfill({ json: { ...facts, model: 'cca', can_generate: false } }),
  );
  await page.goto('/generate');
  await page.getByText('The model in use, cca, cannot generate').waitFor();
  const models = page.locator('.generative-models');
  await models.getByText('ms-vae', { exact: true }).waitFor();
  assert.equal(await models.getByText('cca', { exact: true }).count(), 0);
  await page.getByRole('link', { name: 'Learn one of these models' }).click();
  await page.waitForURL(/\/learn$/);
});

const skip = () => console.log('skipped: the model of this library cannot generate');
