import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Clips, Searched, SearchQuestion, Waveform } from '../src/api/model.ts';
import { waveformOf } from '../src/api/places.ts';
import { clipName } from '../src/library/clipName.ts';
import { loudestSpan } from '../src/timeline/peaks.ts';
import { seriousFaults } from './axe.ts';
import { address, answer, inBrowser, until } from './page.ts';
import { places, visit } from './places.ts';
import { sticksOut } from './sticksOut.ts';

const still = { reducedMotion: 'reduce' } as const;
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

// Complaints of the console and of the policy fail every one of these.
for (const place of address ? await places() : []) {
  inBrowser(
    `${place.name}: keeps nobody out, in light and in dark`,
    async ({ page }) => {
      await visit(page, place);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await until(page, `it is ${colorScheme}`, () =>
          page.evaluate((now) => document.documentElement.style.colorScheme === now, colorScheme),
        );
        assert.deepEqual(await seriousFaults(page), [], `faults in ${colorScheme}`);
      }
    },
    still,
  );

  inBrowser(
    `${place.name}: fits a phone`,
    async ({ page }) => {
      await visit(page, place);
      assert.deepEqual(await sticksOut(page), []);
    },
    phone,
  );
}

inBrowser('every page of the header is reached by its link, has a title and is told', async ({ page }) => {
  await page.goto('/');
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  const titles = new Set<string>();
  for (const name of await links.allTextContents()) {
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true });
    await link.click();
    assert.equal(await link.getAttribute('aria-current'), 'page');
    await page.locator('main h1').first().waitFor();
    await until(page, `${name} has a title of its own`, async () => !titles.has(await page.title()));
    titles.add(await page.title());
  }
  await page.goBack();
  await page.goBack();
  assert.equal(await links.nth((await links.count()) - 3).getAttribute('aria-current'), 'page');
});

inBrowser(
  'the chosen colours are kept',
  async ({ page }) => {
    await page.goto('/learn');
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole('button', { name: 'Use dark colours' }).click();
    await until(page, 'it is dark', async () => (await paper()) !== light);
    const dark = await paper();
    await page.reload();
    await page.getByRole('button', { name: 'Use light colours' }).waitFor();
    assert.equal(await paper(), dark);
    await page.getByRole('button', { name: 'Use light colours' }).click();
    await until(page, 'it is light again', async () => (await paper()) === light);
  },
  { colorScheme: 'light' },
);

inBrowser('the first Tab skips to the content', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Learn', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
});

inBrowser('an address that leads nowhere says so and leads back', async ({ page }) => {
  await page.goto('/elsewhere');
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await page.getByRole('link', { name: 'Back to the library' }).click();
  await page.waitForURL(/\/$/);
});

inBrowser(
  'a clip that is not there is said calmly',
  async ({ page }) => {
    await page.goto('/clip/no%20such%20clip');
    await page.getByRole('alert').getByText('Not found').waitFor();
  },
  { expects: /404/ },
);

inBrowser('keys alone lead from the library to a match that plays at its moment', async ({ page }) => {
  const { clip, second } = await clipWithMatch();
  const { title } = clipName(clip);
  await page.goto('/');
  await page.locator('.clip-title').getByText(title, { exact: true }).first().waitFor();
  await tabTo(page, 'a.clip-card', title);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('link', { name: 'Find what looks like this sound' }).waitFor();
  await page.locator('.waveform canvas').waitFor();
  await tabTo(page, 'main a', 'Find what looks like this sound');
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

/** A clip whose moment, as the page suggests it, has a match in another clip, and the second where that begins. */
async function clipWithMatch(): Promise<{ clip: string; second: number }> {
  const { clips } = await answer<Clips>('/api/clips');
  for (const { clip, has, n_secs: nSecs } of clips) {
    if (!has.audio || !has.visual) continue;
    const span = loudestSpan(await answer<Waveform>(waveformOf({ clip })), 2, nSecs);
    const question: SearchQuestion = { query: { clip, span }, from: 'audio', to: 'visual', k: 1, elsewhere: true };
    const headers = { 'content-type': 'application/json' };
    const { found } = await answer<Searched>('/api/search', {
      method: 'POST',
      headers,
      body: JSON.stringify(question),
    });
    if (found[0]) return { clip, second: found[0].second };
  }
  assert.fail('some clip of the library has a match in another one');
}

/** As often Tab as it takes to come to what is called so. */
async function tabTo(page: Page, selector: string, name: string): Promise<void> {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab');
    const isThere = await page.evaluate(
      ([wanted, called]) => {
        const here = document.activeElement;
        const said = `${here?.getAttribute('aria-label') ?? ''} ${here?.textContent ?? ''}`;
        return (here?.matches(wanted!) ?? false) && said.includes(called!);
      },
      [selector, name],
    );
    if (isThere) return;
  }
  assert.fail(`Tab does not come to “${name}”`);
}
