import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Facts } from '../src/api/model.ts';
import { addressOf } from '../src/routing/address.ts';
import { LIKE, otherModality, WORD } from '../src/modality/words.ts';
import { clock } from '../src/library/time.ts';
import { type Answered, someAnswered } from './learned.ts';
import { answer, inBrowser, until } from './page.ts';

inBrowser('from a moment of a clip to one that is like it, which plays there', async ({ page }) => {
  const asked = await someAnswered();
  if (!asked) return notLearned();
  const { clip, span, from, to, found } = asked;
  await page.goto(addressOf({ page: 'clip', clip: clip.clip, span }));
  await page.getByRole('link', { name: `Find what ${LIKE[to]} this ${WORD[from]}` }).click();
  await page.getByRole('heading', { name: `What ${LIKE[to]} this ${WORD[from]}` }).waitFor();
  await page.getByText(/^\d+ moments?, the nearest first$/).waitFor();

  const first = found[0];
  assert.ok(first);
  const card = page.getByRole('article').first();
  await card.getByRole('button', { name: /^Play / }).click();
  const film = card.locator('video');
  await until(page, 'it plays at the moment itself', async () => (await timeOf(film)) > first.second);
  assert.ok((await timeOf(film)) < first.second + span.len + 1);

  const link = card.getByRole('link');
  assert.match((await link.getAttribute('href')) ?? '', new RegExp(`\\?at=${first.second}\\.\\.`));
  await link.click();
  await page.getByRole('complementary', { name: 'The marked moment' }).waitFor();
});

inBrowser('one answer plays at a time, and Escape gives its picture back', async ({ page }) => {
  const asked = await someAnswered(2);
  if (!asked) return notLearned();
  await page.goto(questionOf(asked));
  const [one, other] = [page.getByRole('article').nth(0), page.getByRole('article').nth(1)];
  await one.getByRole('button', { name: /^Play / }).waitFor();
  assert.ok(await one.evaluate(hasFocusAtOnce), 'keys that are pressed as soon as the film is there go to it');
  await other.getByRole('button', { name: /^Play / }).press('Enter');
  await other.locator('video').waitFor();
  assert.equal(await page.getByRole('article').locator('video').count(), 1);
  await page.keyboard.press('Escape');
  const again = other.getByRole('button', { name: /^Play / });
  await again.waitFor();
  await until(page, 'the focus is where it was', () => again.evaluate((button) => button === document.activeElement));
});

/** Whether the film that takes the place of a card's button is focused when it comes, before it was ever painted. */
function hasFocusAtOnce(card: Element): Promise<boolean> {
  return new Promise((tell) => {
    const watch = new MutationObserver(() => {
      const film = card.querySelector('video');
      if (!film) return;
      watch.disconnect();
      tell(film === document.activeElement);
    });
    watch.observe(card, { childList: true, subtree: true });
    card.querySelector<HTMLElement>('button.found-picture')?.click();
  });
}

inBrowser('a distance is told by its parts, in a bar and in numbers, and nothing was missed', async ({ page }) => {
  const asked = await someAnswered();
  if (!asked?.found[0]) return notLearned();
  const { parts, distance } = asked.found[0];
  await page.goto(questionOf(asked));
  const card = page.getByRole('article').first();
  await card.waitFor();
  assert.equal(await card.locator('.parts-bar > *').count(), parts.length);
  await card.getByText('In numbers').click();
  for (const number of [...parts.map((part) => part.distance), distance]) {
    await card
      .getByRole('definition')
      .filter({ hasText: number.toFixed(3) })
      .first()
      .waitFor();
  }
  await page.getByText('Was anything missed?').click();
  await page.getByText(/compared in full/).waitFor();
});

inBrowser('the four directions are two choices, and the address follows', async ({ page }) => {
  const asked = await someAnswered();
  if (!asked) return notLearned();
  await page.goto(
    addressOf({ page: 'search', moment: { clip: asked.clip.clip, span: asked.span }, from: 'audio', to: 'audio' }),
  );
  await page.getByRole('heading', { name: 'What sounds like this sound' }).waitFor();
  await page.getByRole('group', { name: 'Find what' }).getByText('looks like it').click();
  await page.waitForURL(/from=audio&to=visual/);
  await page.getByRole('heading', { name: 'What looks like this sound' }).waitFor();
  await page.getByRole('radio', { name: 'sound', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/from=visual&to=visual/);
  await page.getByRole('heading', { name: 'What looks like this picture' }).waitFor();
});

inBrowser(
  'a dropped file is asked with, another stretch of it is marked, and its address opens again',
  async ({ page }) => {
    const asked = await someAnswered();
    if (!asked) return notLearned();
    await page.goto('/search');
    await page.getByText('Drop a film, a sound or a picture here').waitFor();
    await drop(page, `/api/clips/${encodeURIComponent(asked.clip.clip)}/media`, 'my dog.mp4');
    await page.waitForURL(/upload=[^&]+/);
    const heading = page.getByRole('heading', { name: 'my dog' });
    await heading.waitFor();
    await until(page, 'whoever dropped it is told that it is here', () =>
      heading.evaluate((title) => title === document.activeElement),
    );
    await answered(page);
    await page.getByRole('slider', { name: 'Start of the moment' }).press('Home');
    await page.getByRole('slider', { name: 'End of the moment' }).press('End');
    await page.waitForURL(new RegExp(`at=0\\.\\.${asked.clip.n_secs}`));
    await page
      .getByRole('region', { name: 'What is asked with' })
      .getByText(`0:00–${clock(asked.clip.n_secs)}`)
      .waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'my dog' }).waitFor();
    await answered(page);
  },
);

inBrowser(
  'a broken upload gets a calm message, and another file can be brought',
  async ({ page }) => {
    const asked = await someAnswered();
    if (!asked) return notLearned();
    await page.goto('/search');
    const picked = page.getByLabel('Pick a file');
    await picked.setInputFiles({ name: 'broken.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(4000, 7) });
    const said = page.getByRole('alert');
    await said.getByText('“broken.mp4” cannot be read').waitFor();
    assert.match((await said.textContent()) ?? '', /MP4/);
    await drop(page, `/api/clips/${encodeURIComponent(asked.clip.clip)}/media`, 'whole.mp4');
    await page.getByRole('heading', { name: 'whole' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  },
  { expects: /422/ },
);

inBrowser('a file that is too large is not sent', async ({ page }) => {
  const facts = await answer<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, max_upload_bytes: 10 } }));
  await page.route('**/api/uploads?*', () => assert.fail('it was sent'));
  await page.goto('/search');
  await page.waitForLoadState('networkidle');
  await page
    .getByLabel('Pick a file')
    .setInputFiles({ name: 'long.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(11) });
  await page
    .getByRole('alert')
    .getByText(/too large/)
    .waitFor();
});

inBrowser(
  'an upload that is forgotten says so and leads back to the beginning',
  async ({ page }) => {
    await page.goto('/search?upload=gone&from=audio&to=audio');
    await page.getByRole('alert').getByText('This file is no longer here').waitFor();
    await page.getByText('Ask with something else').click();
    await page.getByText('Drop a film, a sound or a picture here').waitFor();
  },
  { expects: /404/ },
);

inBrowser('nothing fits: it is said, with what to try', async ({ page }) => {
  const asked = await someAnswered();
  if (!asked) return notLearned();
  await page.route('**/api/search', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), refused_beyond: 0.5, found: [] } });
  });
  await page.goto(questionOf(asked));
  await page.getByText(/^None of .+ is a match$/).waitFor();
  await page.getByText(/farther off than true matches are/).waitFor();
  assert.equal(await page.getByRole('article').count(), 0);
  // What is still asked about its own clip is waited for.
  await page.unrouteAll({ behavior: 'wait' });
  const otherwise = LIKE[otherModality(asked.to)];
  await page.getByRole('link', { name: `Find what ${otherwise} this ${WORD[asked.from]}` }).click();
  await page.getByRole('heading', { name: `What ${otherwise} this ${WORD[asked.from]}` }).waitFor();
  await answered(page);
});

inBrowser(
  'too many questions at once are asked again when somebody wants to',
  async ({ page }) => {
    const asked = await someAnswered();
    if (!asked) return notLearned();
    const busy = { type: 'busy', title: 'Too much at once', status: 429 };
    await page.route(
      '**/api/search',
      (route) => route.fulfill({ status: 429, json: busy, contentType: 'application/problem+json' }),
      { times: 1 },
    );
    await page.goto(questionOf(asked));
    await page.getByRole('alert').getByText('Too much at once').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page);
  },
  { expects: /429/ },
);

inBrowser('a library of which nothing was learned leads to learning', async ({ page }) => {
  const facts = await answer<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, model: null } }));
  await page.goto('/search');
  await page
    .getByRole('main')
    .getByRole('link', { name: /learn this library/i })
    .click();
  await page.waitForURL(/\/learn$/);
});

inBrowser('who knows nothing yet is offered clips to begin with', async ({ page }) => {
  await page.goto('/search');
  await page.getByRole('region', { name: 'Or begin with a clip' }).getByRole('link').first().click();
  await page.waitForURL(/\/clip\//);
});

/** Found, or honestly not. */
async function answered(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: /^What (sounds|looks) like this/ })
    .getByText(/^(\d+ moments?, the nearest first|Nothing fits)$/)
    .waitFor();
}

/** Drops a file of these bytes on the page, as the system does. */
function drop(page: Page, bytes: string, name: string): Promise<void> {
  return page.evaluate(
    async ([from, called]) => {
      const blob = await (await fetch(from!)).blob();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([blob], called!, { type: blob.type }));
      const target = document.querySelector('main h1')!;
      for (const event of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [bytes, name],
  );
}

const questionOf = ({ clip, span, from, to }: Answered) =>
  addressOf({ page: 'search', moment: { clip: clip.clip, span }, from, to });

const timeOf = (film: ReturnType<Page['locator']>) => film.evaluate((video) => (video as HTMLVideoElement).currentTime);

const notLearned = () => console.log('skipped: nothing was learned from this library, or nothing in it is alike');
