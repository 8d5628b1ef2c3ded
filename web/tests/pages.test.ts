import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clips, Facts, SearchResponse, SearchRequest, Waveform } from '../src/api/types.ts';
import { waveformUrl } from '../src/api/media.ts';
import { clipName } from '../src/format/clipName.ts';
import { loudestSpan } from '../src/timeline/peaks.ts';
import { accessibilityViolations } from './axe.ts';
import { address, request, inBrowser, until } from './page.ts';
import { addresses, visit } from './addresses.ts';
import { overflowingElements } from './overflow.ts';

const reducedMotion = { reducedMotion: 'reduce' } as const;
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

// Errors of the console and violations of the Content-Security-Policy fail all of these tests.
for (const visited of address ? await addresses() : []) {
  inBrowser(
    `${visited.name}: accessible in light and dark`,
    async (page) => {
      await visit(page, visited);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await until(page, `the ${colorScheme} theme`, () =>
          page.evaluate((now) => document.documentElement.style.colorScheme === now, colorScheme),
        );
        assert.deepEqual(await accessibilityViolations(page), [], `violations in ${colorScheme}`);
      }
    },
    reducedMotion,
  );

  inBrowser(
    `${visited.name}: fits a phone`,
    async (page) => {
      await visit(page, visited);
      assert.deepEqual(await overflowingElements(page), []);
    },
    phone,
  );
}

inBrowser('every page of the header has a link and a title', async (page) => {
  await page.goto('/');
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  const titles = new Set<string>();
  for (const name of await links.allTextContents()) {
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true });
    await link.click();
    assert.equal(await link.getAttribute('aria-current'), 'page');
    await page.locator('main h1').first().waitFor();
    await until(page, `${name} has its own title`, async () => !titles.has(await page.title()));
    titles.add(await page.title());
  }
  await page.goBack();
  await page.goBack();
  assert.equal(await links.nth((await links.count()) - 3).getAttribute('aria-current'), 'page');
});

inBrowser(
  'the chosen theme is stored',
  async (page) => {
    await page.goto('/learn');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Use dark colours' }).click();
    await until(page, 'the dark theme', async () => (await background()) !== light);
    const dark = await background();
    await page.reload();
    await page.getByRole('button', { name: 'Use light colours' }).waitFor();
    assert.equal(await background(), dark);
    await page.getByRole('button', { name: 'Use light colours' }).click();
    await until(page, 'the light theme again', async () => (await background()) === light);
  },
  { colorScheme: 'light' },
);

inBrowser('the model page plots the training curves', async (page) => {
  const { model } = await request<Facts>('/api/library');
  if (model === null) return console.log('skipped: the library has no model');
  await page.goto('/model');
  const { height } = (await page.locator('.curve-plot canvas').first().boundingBox())!;
  assert.ok(height > 100, `a plot is ${height} px high`);
});

inBrowser('the first Tab stop skips to the content', async (page) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Learn', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
});

inBrowser('an unknown address shows that the page was not found', async (page) => {
  await page.goto('/elsewhere');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await page.getByRole('link', { name: 'Back to the library' }).click();
  await page.waitForURL(/\/$/);
});

inBrowser(
  'a clip that does not exist shows an error',
  async (page) => {
    await page.goto('/clip/no%20such%20clip');
    await page.getByRole('alert').getByText('Not found').waitFor();
  },
  { expects: /404/ },
);

inBrowser('the keyboard alone leads from the library to a match that plays', async (page) => {
  const { clip, second } = await clipWithMatch();
  const { title } = clipName(clip);
  await page.goto('/');
  await page.locator('.clip-title').getByText(title, { exact: true }).first().waitFor();
  await tabTo(page, 'a.clip-card', title);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('link', { name: 'Find matching pictures' }).waitFor();
  await page.locator('.waveform canvas').waitFor();
  await tabTo(page, 'main a', 'Find matching pictures');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?/);
  await page.locator('main li button').first().waitFor();
  await tabTo(page, 'main li button', 'Play');
  await page.keyboard.press('Enter');
  await until(page, 'the match plays at its moment', () =>
    page.evaluate(
      (start) =>
        [...document.querySelectorAll<HTMLVideoElement>('main li video')].some(
          ({ paused, currentTime }) => !paused && currentTime > start,
        ),
      second,
    ),
  );
});

/** A clip whose default moment has a match in another clip, and the second of the match. */
async function clipWithMatch(): Promise<{ clip: string; second: number }> {
  const { clips } = await request<Clips>('/api/clips');
  for (const { clip, has, n_secs: nSecs } of clips) {
    if (!has.audio || !has.visual) continue;
    const span = loudestSpan(await request<Waveform>(waveformUrl({ clip })), 2, nSecs);
    const body: SearchRequest = {
      query: { clip, span },
      from: 'audio',
      to: 'visual',
      k: 1,
      per_video: 1,
      elsewhere: true,
    };
    const headers = { 'content-type': 'application/json' };
    const { found } = await request<SearchResponse>('/api/search', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (found[0]) return { clip, second: found[0].second };
  }
  assert.fail('no clip of the library has a match in another one');
}

/** Presses Tab until an element with this name has the focus. */
async function tabTo(page: Page, selector: string, name: string): Promise<void> {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab');
    const isFocused = await page.evaluate(
      ([wantedSelector, wantedName]) => {
        const focused = document.activeElement;
        const label = `${focused?.getAttribute('aria-label') ?? ''} ${focused?.textContent ?? ''}`;
        return (focused?.matches(wantedSelector!) ?? false) && label.includes(wantedName!);
      },
      [selector, name],
    );
    if (isFocused) return;
  }
  assert.fail(`Tab does not reach “${name}”`);
}
