import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Clips, Latent } from '../src/api/types.ts';
import { clipName } from '../src/format/clipName.ts';
import { clock } from '../src/format/time.ts';
import { accessibilityViolations } from './axe.ts';
import { type KnownSecond, syntheticSpace } from './syntheticSpace.ts';
import { request, inBrowser, until } from './page.ts';
import { isNear, pixelsOf, type Rgb } from './pixels.ts';

const SOUND: Rgb = [181, 71, 8];
const PICTURE: Rgb = [10, 94, 168];
const light = { colorScheme: 'light', viewport: { width: 1280, height: 860 } } as const;

inBrowser(
  'the map shows every second, and its share of the variance',
  async (page) => {
    const { clip, variance_shown: share } = await request<Latent>('/api/latent');
    await page.goto('/latent');
    const label = await mapOf(page).getAttribute('aria-label');
    assert.match(label ?? '', new RegExp(`^Map of ${clip.length.toLocaleString('en')} second`));
    await page.getByText(`show ${(share * 100).toFixed(0)} % of the variance`).waitFor();
  },
  light,
);

inBrowser(
  'a hundred thousand points are drawn, moved and hovered',
  async (page) => {
    const known = await openSynthetic(page, 50_000);
    const { left, top } = await middleOf(page);
    const pixels = await pixelsOfMap(page);
    assert.ok(isNear(pixels.at(left, top), SOUND), `a sound in the middle, not ${pixels.at(left, top)}`);
    assert.ok(pixels.count(SOUND) > 5000 && pixels.count(PICTURE) > 5000, 'both modalities are visible');

    await pointAt(page, left, top);
    await cardOf(page, known, 'sound').waitFor();
    await page.mouse.wheel(0, -400);
    await until(page, 'zooming keeps the point under the pointer', async () =>
      isNear((await pixelsOfMap(page)).at(left, top), SOUND),
    );

    const { x, y } = (await mapOf(page).boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(x + left + 50, y + top + 30);
    await page.mouse.move(x + left + 100, y + top + 60);
    await page.mouse.up();
    await until(page, 'the point follows the pointer', async () =>
      isNear((await pixelsOfMap(page)).at(left + 100, top + 60), SOUND),
    );
    await pointAt(page, left + 102, top + 58);
    await cardOf(page, known, 'sound').waitFor();

    await page.getByRole('button', { name: 'Show all' }).click();
    await until(page, 'the map shows everything again', async () =>
      isNear((await pixelsOfMap(page)).at(left, top), SOUND),
    );
  },
  light,
);

inBrowser(
  'a click plays the second',
  async (page) => {
    const known = await openSynthetic(page, 200);
    const { left, top } = await middleOf(page);
    await mapOf(page).click({ position: { x: left, y: top } });
    await plays(page, known);
    await page.getByRole('link', { name: 'Open the clip at this second' }).click();
    await page.waitForURL(new RegExp(`/clip/.*at=${known.second}\\.\\.${known.second + 1}`));
  },
  light,
);

inBrowser(
  'the keyboard alone finds a second and plays it',
  async (page) => {
    const known = await openSynthetic(page, 200);
    await mapOf(page).focus();
    await page.keyboard.press('+');
    await cardOf(page, known, 'sound').waitFor();
    await page.keyboard.press('Enter');
    await plays(page, known);
    await page.keyboard.press('0');
    await page.keyboard.press('Escape');
    await page.locator('.point-card').waitFor({ state: 'detached' });
  },
  light,
);

inBrowser(
  'the points of a selected clip are highlighted',
  async (page) => {
    const known = await openSynthetic(page, 2000);
    const before = (await pixelsOfMap(page)).count(PICTURE);
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill(known.clip);
    const clip = page.getByRole('button', { name: clipName(known.clip).title, exact: true });
    await clip.press('Enter');
    assert.equal(await clip.getAttribute('aria-pressed'), 'true');
    await until(
      page,
      'the other points are dimmed',
      async () => (await pixelsOfMap(page)).count(PICTURE) < before / 10,
    );
    await page.getByRole('button', { name: 'Play this second' }).press('Enter');
    await plays(page, known);
    await page.getByRole('button', { name: 'All clips' }).press('Enter');
    await page.getByRole('searchbox', { name: 'Filter by name' }).press('Escape');
    await until(page, 'all points are highlighted', async () => (await pixelsOfMap(page)).count(PICTURE) > before / 2);
  },
  light,
);

inBrowser(
  'lines connect the modalities until they are switched off',
  async (page) => {
    await openSynthetic(page, 0);
    const { left, top, length } = await lineOf(page);
    const middle = async () => (await pixelsOfMap(page)).at(left + length / 2, top);
    const background = (await pixelsOfMap(page)).at(left + length / 2, top + 40);
    await until(page, 'a line', async () => (await middle()).join() !== background.join());
    await page.getByRole('switch', { name: 'Connect the sound and the picture' }).uncheck();
    await until(page, 'no line', async () => (await middle()).join() === background.join());
  },
  light,
);

inBrowser(
  'points are coloured by category',
  async (page) => {
    const known = await someSecond();
    const space = syntheticSpace(known, 30);
    await page.route('**/api/latent', (route) =>
      route.fulfill({ json: { ...space, categories: ['Dog', 'Bell', null, 'Bell'] } }),
    );
    await page.goto('/latent');
    await page.getByText('Category', { exact: true }).click();
    const legend = page.getByRole('list', { name: 'Legend' });
    assert.deepEqual(
      (await legend.getByRole('listitem').allTextContents()).slice(2).map((name) => name.trim()),
      ['Bell', 'Dog'],
    );
  },
  light,
);

inBrowser(
  'the map is drawn without WebGL',
  async (page) => {
    await page.addInitScript(() => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind === 'webgl2' ? null : (original as (...all: unknown[]) => unknown).call(this, kind, ...rest);
      } as typeof original;
    });
    await openSynthetic(page, 2000);
    const { left, top } = await middleOf(page);
    await until(page, 'a sound in the middle', async () => isNear((await pixelsOfMap(page)).at(left, top), SOUND));
  },
  light,
);

for (const [type, text] of [
  ['not-learned', 'There is no map yet'],
  ['cannot-generate', 'This model has no latent space'],
] as const) {
  inBrowser(
    `${type}: explained, with a link to the Learn page`,
    async (page) => {
      const json = { type, title: 'No', status: 409 };
      await page.route('**/api/latent', (route) =>
        route.fulfill({ status: 409, contentType: 'application/problem+json', json }),
      );
      await page.goto('/latent');
      await page.getByText(text).waitFor();
      await page.getByRole('link', { name: /^Learn (this library|another model)$/ }).waitFor();
    },
    { expects: /409/ },
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  inBrowser(
    `accessible and fitting on a phone in the ${colorScheme} theme`,
    async (page) => {
      await openSynthetic(page, 200);
      await page.locator('.clip-picker button').first().click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual(await accessibilityViolations(page), []);
    },
    { colorScheme, viewport: { width: 360, height: 740 }, hasTouch: true },
  );
}

const mapOf = (page: Page): Locator => page.getByRole('application');
const pixelsOfMap = (page: Page) => pixelsOf(mapOf(page));

async function someSecond(): Promise<KnownSecond> {
  const { clips } = await request<Clips>('/api/clips');
  const clip = clips.find(({ has }) => has.audio && has.visual)!;
  return { clip: clip.clip, second: Math.floor(clip.n_secs / 2) };
}

async function openSynthetic(page: Page, nSecs: number): Promise<KnownSecond> {
  const known = await someSecond();
  await page.route('**/api/latent', (route) => route.fulfill({ json: syntheticSpace(known, nSecs) }));
  const picture = {
    contentType: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>',
  };
  await page.route('**/api/clips/synthetic*/pictures/*', (route) => route.fulfill(picture));
  await page.goto('/latent');
  await mapOf(page).waitFor();
  await mapOf(page).scrollIntoViewIfNeeded();
  const { left, top } = await middleOf(page);
  await until(page, 'a point in the middle', async () => {
    const pixels = await pixelsOfMap(page);
    return !isNear(pixels.at(left, top), pixels.at(left, 4));
  });
  return known;
}

async function middleOf(page: Page): Promise<{ left: number; top: number }> {
  const { width, height } = await mapOf(page).evaluate((map) => ({ width: map.clientWidth, height: map.clientHeight }));
  // Screenshots include the border.
  return { left: width / 2 + 1, top: height / 2 + 1 };
}

/** The line of a single pair, which extends over the map. */
async function lineOf(page: Page): Promise<{ left: number; top: number; length: number }> {
  const { left, top } = await middleOf(page);
  return { left: left - 100, top, length: 200 };
}

async function pointAt(page: Page, left: number, top: number): Promise<void> {
  const { x, y } = (await mapOf(page).boundingBox())!;
  await page.mouse.move(x + left, y + top);
}

function cardOf(page: Page, { clip, second }: KnownSecond, modality: string): Locator {
  return page.locator('.point-card', { hasText: clipName(clip).title }).getByText(`${modality} at ${clock(second)}`);
}

async function plays(page: Page, { second }: KnownSecond): Promise<void> {
  const player = page.locator('.moment-player video');
  await until(page, 'the video is at the second', () =>
    player.evaluate((video, wanted) => Math.abs((video as HTMLVideoElement).currentTime - wanted - 0.6) <= 0.9, second),
  );
}
