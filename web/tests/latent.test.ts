import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Clips, Latent } from '../src/api/model.ts';
import { clipName } from '../src/library/clipName.ts';
import { clock } from '../src/library/time.ts';
import { seriousFaults } from './axe.ts';
import { type KnownSecond, madeUpSpace } from './madeUpSpace.ts';
import { answer, inBrowser, until } from './page.ts';
import { isNear, pixelsOf, type Rgb } from './pixels.ts';

const SOUND: Rgb = [181, 71, 8];
const PICTURE: Rgb = [10, 94, 168];
const light = { colorScheme: 'light', viewport: { width: 1280, height: 860 } } as const;

inBrowser(
  'the map shows every second and says how much of the truth it is',
  async ({ page }) => {
    const { clip, variance_shown: share } = await answer<Latent>('/api/latent');
    await page.goto('/latent');
    const label = await mapOf(page).getAttribute('aria-label');
    assert.match(label ?? '', new RegExp(`^Map of ${clip.length.toLocaleString('en')} second`));
    await page.getByText(`these two directions show ${(share * 100).toFixed(0)} %`).waitFor();
  },
  light,
);

inBrowser(
  'a hundred thousand points are drawn, moved and found',
  async ({ page }) => {
    const known = await openMadeUp(page, 50_000);
    const { left, top } = await middleOf(page);
    const seen = await drawn(page);
    assert.ok(isNear(seen.at(left, top), SOUND), `a sound in the middle, not ${seen.at(left, top)}`);
    assert.ok(seen.count(SOUND) > 5000 && seen.count(PICTURE) > 5000, 'both modalities are seen');

    await pointAt(page, left, top);
    await cardOf(page, known, 'sound').waitFor();
    await page.mouse.wheel(0, -400);
    await until(page, 'the point under the wheel stays there', async () =>
      isNear((await drawn(page)).at(left, top), SOUND),
    );

    const { x, y } = (await mapOf(page).boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(x + left + 50, y + top + 30);
    await page.mouse.move(x + left + 100, y + top + 60);
    await page.mouse.up();
    await until(page, 'the point goes along with the hand', async () =>
      isNear((await drawn(page)).at(left + 100, top + 60), SOUND),
    );
    await pointAt(page, left + 102, top + 58);
    await cardOf(page, known, 'sound').waitFor();

    await page.getByRole('button', { name: 'Show all' }).click();
    await until(page, 'all is shown again', async () => isNear((await drawn(page)).at(left, top), SOUND));
  },
  light,
);

inBrowser(
  'a click plays the second',
  async ({ page }) => {
    const known = await openMadeUp(page, 200);
    const { left, top } = await middleOf(page);
    await mapOf(page).click({ position: { x: left, y: top } });
    await plays(page, known);
    await page.getByRole('link', { name: 'Open the clip at this second' }).click();
    await page.waitForURL(new RegExp(`/clip/.*at=${known.second}\\.\\.${known.second + 1}`));
  },
  light,
);

inBrowser(
  'keys alone find a second and play it',
  async ({ page }) => {
    const known = await openMadeUp(page, 200);
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
  'a clip is found by its name and its points step forward',
  async ({ page }) => {
    const known = await openMadeUp(page, 2000);
    const before = (await drawn(page)).count(PICTURE);
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill(known.clip);
    const clip = page.getByRole('button', { name: clipName(known.clip).title, exact: true });
    await clip.press('Enter');
    assert.equal(await clip.getAttribute('aria-pressed'), 'true');
    await until(page, 'all others step back', async () => (await drawn(page)).count(PICTURE) < before / 10);
    await page.getByRole('button', { name: 'Play this second' }).press('Enter');
    await plays(page, known);
    await page.getByRole('button', { name: 'All clips' }).press('Enter');
    await page.getByRole('searchbox', { name: 'Filter by name' }).press('Escape');
    await until(page, 'all are back', async () => (await drawn(page)).count(PICTURE) > before / 2);
  },
  light,
);

inBrowser(
  'lines join the modalities until they are switched off',
  async ({ page }) => {
    await openMadeUp(page, 0);
    const { left, top, reach } = await lineOf(page);
    const between = async () => (await drawn(page)).at(left + reach / 2, top);
    const blank = (await drawn(page)).at(left + reach / 2, top + 40);
    await until(page, 'a line', async () => (await between()).join() !== blank.join());
    await page.getByRole('switch', { name: 'Join the sound and the picture' }).uncheck();
    await until(page, 'no line', async () => (await between()).join() === blank.join());
  },
  light,
);

inBrowser(
  'where categories are known they give colours',
  async ({ page }) => {
    const known = await secondOf();
    const space = madeUpSpace(known, 30);
    await page.route('**/api/latent', (route) =>
      route.fulfill({ json: { ...space, categories: ['Dog', 'Bell', null, 'Bell'] } }),
    );
    await page.goto('/latent');
    await page.getByText('Category', { exact: true }).click();
    const key = page.getByRole('list', { name: 'What the marks mean' });
    assert.deepEqual(
      (await key.getByRole('listitem').allTextContents()).slice(2).map((name) => name.trim()),
      ['Bell', 'Dog'],
    );
  },
  light,
);

inBrowser(
  'the map is drawn without WebGL, too',
  async ({ page }) => {
    await page.addInitScript(() => {
      const had = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind === 'webgl2' ? null : (had as (...all: unknown[]) => unknown).call(this, kind, ...rest);
      } as typeof had;
    });
    await openMadeUp(page, 2000);
    const { left, top } = await middleOf(page);
    await until(page, 'a sound in the middle', async () => isNear((await drawn(page)).at(left, top), SOUND));
  },
  light,
);

for (const [type, says] of [
  ['not-learned', 'There is no map yet'],
  ['cannot-generate', 'This model draws no map'],
] as const) {
  inBrowser(
    `${type}: says so and leads to learning`,
    async ({ page }) => {
      const json = { type, title: 'No', status: 409 };
      await page.route('**/api/latent', (route) =>
        route.fulfill({ status: 409, contentType: 'application/problem+json', json }),
      );
      await page.goto('/latent');
      await page.getByText(says).waitFor();
      await page.getByRole('link', { name: /^Learn (this library|with another model)$/ }).waitFor();
    },
    { expects: /409/ },
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  inBrowser(
    `on a ${colorScheme} phone nothing is too wide and nothing keeps anybody out`,
    async ({ page }) => {
      await openMadeUp(page, 200);
      await page.locator('.clip-picker button').first().click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual(await seriousFaults(page), []);
    },
    { colorScheme, viewport: { width: 360, height: 740 }, hasTouch: true },
  );
}

const mapOf = (page: Page): Locator => page.getByRole('application');
const drawn = (page: Page) => pixelsOf(mapOf(page));

async function secondOf(): Promise<KnownSecond> {
  const { clips } = await answer<Clips>('/api/clips');
  const clip = clips.find(({ has }) => has.audio && has.visual)!;
  return { clip: clip.clip, second: Math.floor(clip.n_secs / 2) };
}

async function openMadeUp(page: Page, nSecs: number): Promise<KnownSecond> {
  const known = await secondOf();
  await page.route('**/api/latent', (route) => route.fulfill({ json: madeUpSpace(known, nSecs) }));
  const picture = {
    contentType: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>',
  };
  await page.route('**/api/clips/made-up*/pictures/*', (route) => route.fulfill(picture));
  await page.goto('/latent');
  await mapOf(page).waitFor();
  await mapOf(page).scrollIntoViewIfNeeded();
  const { left, top } = await middleOf(page);
  await until(page, 'something in the middle', async () => {
    const seen = await drawn(page);
    return !isNear(seen.at(left, top), seen.at(left, 4));
  });
  return known;
}

async function middleOf(page: Page): Promise<{ left: number; top: number }> {
  const { width, height } = await mapOf(page).evaluate((map) => ({ width: map.clientWidth, height: map.clientHeight }));
  // The border is seen, too.
  return { left: width / 2 + 1, top: height / 2 + 1 };
}

/** With nothing else there, the pair goes from one edge to the other. */
async function lineOf(page: Page): Promise<{ left: number; top: number; reach: number }> {
  const { left, top } = await middleOf(page);
  return { left: left - 100, top, reach: 200 };
}

async function pointAt(page: Page, left: number, top: number): Promise<void> {
  const { x, y } = (await mapOf(page).boundingBox())!;
  await page.mouse.move(x + left, y + top);
}

function cardOf(page: Page, { clip, second }: KnownSecond, modality: string): Locator {
  return page.locator('.point-card', { hasText: clipName(clip).title }).getByText(`${modality} at ${clock(second)}`);
}

async function plays(page: Page, { second }: KnownSecond): Promise<void> {
  const film = page.locator('.moment-player video');
  await until(page, 'the film is at the second', () =>
    film.evaluate((video, wanted) => Math.abs((video as HTMLVideoElement).currentTime - wanted - 0.6) <= 0.9, second),
  );
}
