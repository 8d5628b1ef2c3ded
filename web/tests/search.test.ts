import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Facts, SearchResponse } from '../src/api/types.ts';
import { addressOf } from '../src/routing/address.ts';
import { otherModality, resultsName } from '../src/modality/labels.ts';
import { clock } from '../src/format/time.ts';
import { type Searchable, someSearchable } from './searchable.ts';
import { request, inBrowser, until } from './page.ts';

inBrowser('a moment of a clip leads to similar ones, which play', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  const { clip, span, from, to, found } = query;
  await page.goto(addressOf({ page: 'clip', clip: clip.clip, span }));
  await page.getByRole('link', { name: `Find ${resultsName(from, to)}` }).click();
  await page.getByRole('heading', { name: resultsName(from, to) }).waitFor();
  await page.getByText(/^\d+ results?, nearest first/).waitFor();

  const first = found[0];
  assert.ok(first);
  const card = page.getByRole('article').first();
  await card.getByRole('button', { name: /^Play / }).click();
  const video = card.locator('video');
  await until(page, 'it plays at its moment', async () => (await timeOf(video)) > first.second);
  assert.ok((await timeOf(video)) < first.second + span.len + 1);

  const link = card.getByRole('link').first();
  assert.match((await link.getAttribute('href')) ?? '', new RegExp(`\\?at=${first.second}\\.\\.`));
  await link.click();
  await page.getByRole('complementary', { name: 'Selected moment' }).waitFor();
});

inBrowser('further moments of a result are links to them', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await page.goto(addressOfQuery(query));
  await page.getByRole('article').first().waitFor();
  assert.equal(new Set(query.found.map(({ clip }) => clip)).size, query.found.length, 'one result per video');
  for (const [place, { clip, others }] of query.found.entries()) {
    const links = page.getByRole('article').nth(place).getByText('Also at').getByRole('link');
    assert.equal(await links.count(), others.length);
    const [first] = others;
    if (!first) continue;
    const href = addressOf({ page: 'clip', clip, span: { start: first.second, len: query.span.len } });
    assert.equal(await links.first().getAttribute('href'), href);
  }
});

inBrowser('one result plays at a time, and Escape closes it', async (page) => {
  const query = await someSearchable(2);
  if (!query) return skip();
  await page.goto(addressOfQuery(query));
  const [one, other] = [page.getByRole('article').nth(0), page.getByRole('article').nth(1)];
  await one.getByRole('button', { name: /^Play / }).waitFor();
  assert.ok(await one.evaluate(hasFocusAtOnce), 'the video has the focus from the start');
  await other.getByRole('button', { name: /^Play / }).press('Enter');
  await other.locator('video').waitFor();
  assert.equal(await page.getByRole('article').locator('video').count(), 1);
  await page.keyboard.press('Escape');
  const again = other.getByRole('button', { name: /^Play / });
  await again.waitFor();
  await until(page, 'the focus is back on the button', () =>
    again.evaluate((button) => button === document.activeElement),
  );
});

/** Whether the video that replaces a card's button has the focus before it is painted. */
function hasFocusAtOnce(card: Element): Promise<boolean> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const video = card.querySelector('video');
      if (!video) return;
      observer.disconnect();
      resolve(video === document.activeElement);
    });
    observer.observe(card, { childList: true, subtree: true });
    card.querySelector<HTMLElement>('button.result-picture')?.click();
  });
}

inBrowser('a distance is shown as a bar and in numbers, and the search is exact', async (page) => {
  const query = await someSearchable();
  if (!query?.found[0]) return skip();
  const { parts, distance } = query.found[0];
  await page.goto(addressOfQuery(query));
  const card = page.getByRole('article').first();
  await card.waitFor();
  assert.equal(await card.locator('.distance-bar > *').count(), parts.length);
  await card.getByText('Details').click();
  for (const number of [...parts.map((part) => part.distance), distance]) {
    await card
      .getByRole('definition')
      .filter({ hasText: number.toFixed(3) })
      .first()
      .waitFor();
  }
  await page.getByText('Is this search exact?').click();
  await page.getByText(/compared in full/).waitFor();
});

inBrowser('a result has a probability, and the threshold has two errors, measured on held-out clips', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await changeResponses(page, ({ found, ...response }) => ({
    ...response,
    errors: ERRORS,
    found: found.map((result, rank) => ({ ...result, probability: rank === 0 ? 0.214 : 0.0001, p_value: 0.37 })),
  }));
  await page.goto(addressOfQuery(query));
  const card = page.getByRole('article').first();
  const what =
    'Probability that this is the query’s own recording, if it is among these videos; measured on 59 held-out clips';
  await card.getByTitle(what, { exact: true }).getByText('21 %').waitFor();
  await card.getByText('Details').click();
  await card.getByText(`${what}: 21 %.`, { exact: true }).waitFor();
  await card.getByText('37 of 100 true matches are at least this far.').waitFor();
  await page.getByText(ERRORS_TEXT, { exact: true }).waitFor();
  const others = page.getByTitle(what, { exact: true }).filter({ hasText: '< 0.1 %' });
  assert.equal(await others.count(), query.found.length - 1);
});

inBrowser('without a calibration a result has no probability, and there is no threshold', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await changeResponses(page, ({ found, ...response }) => ({
    ...response,
    rejected_beyond: null,
    errors: null,
    fewer: null,
    found: found.map((result) => ({ ...result, probability: null, p_value: null })),
  }));
  await page.goto(addressOfQuery(query));
  const card = page.getByRole('article').first();
  await card.getByText('Details').click();
  await card.getByText('Total distance').waitFor();
  assert.doesNotMatch(await page.getByRole('main').innerText(), /%|threshold|true match/);
});

inBrowser('a list that ends at the threshold says so, with the errors of the threshold', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await changeResponses(page, ({ found, ...response }) => ({
    ...response,
    errors: ERRORS,
    fewer: 'no-match',
    found: found.slice(0, 1),
  }));
  await page.goto(addressOfQuery(query));
  await page
    .getByText('1 result, nearest first; all others are beyond the threshold for a match', { exact: true })
    .waitFor();
  await page.getByText(ERRORS_TEXT, { exact: true }).waitFor();
});

inBrowser('the direction is selected and in the address', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await page.goto(
    addressOf({ page: 'search', moment: { clip: query.clip.clip, span: query.span }, from: 'audio', to: 'audio' }),
  );
  await page.getByRole('heading', { name: 'Similar sounds' }).waitFor();
  await page.getByRole('group', { name: 'Find', exact: true }).getByText('matching pictures').click();
  await page.waitForURL(/from=audio&to=visual/);
  await page.getByRole('heading', { name: 'Matching pictures' }).waitFor();
  await page.getByRole('radio', { name: 'sound', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/from=visual&to=visual/);
  await page.getByRole('heading', { name: 'Similar pictures' }).waitFor();
});

inBrowser(
  'a dropped file becomes the query, its moment can be changed, and its address can be reloaded',
  async (page) => {
    const query = await someSearchable();
    if (!query) return skip();
    await page.goto('/search');
    await page.getByText('Drop a video, audio file or image here').waitFor();
    await drop(page, `/api/clips/${encodeURIComponent(query.clip.clip)}/media`, 'my dog.mp4');
    await page.waitForURL(/upload=[^&]+/);
    const heading = page.getByRole('heading', { name: 'my dog' });
    await heading.waitFor();
    await until(page, 'the title of the upload has the focus', () =>
      heading.evaluate((title) => title === document.activeElement),
    );
    await hasResult(page);
    await page.getByRole('slider', { name: 'Start of the moment' }).press('Home');
    await page.getByRole('slider', { name: 'End of the moment' }).press('End');
    await page.waitForURL(new RegExp(`at=0\\.\\.${query.clip.n_secs}`));
    await page
      .getByRole('region', { name: 'Query' })
      .getByText(`0:00–${clock(query.clip.n_secs)}`)
      .waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'my dog' }).waitFor();
    await hasResult(page);
  },
);

inBrowser(
  'a broken upload shows an error, and another file can be uploaded',
  async (page) => {
    const query = await someSearchable();
    if (!query) return skip();
    await page.goto('/search');
    const input = page.getByLabel('Choose a file');
    await input.setInputFiles({ name: 'broken.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(4000, 7) });
    const alert = page.getByRole('alert');
    await alert.getByText('Cannot read “broken.mp4”').waitFor();
    assert.match((await alert.textContent()) ?? '', /MP4/);
    await drop(page, `/api/clips/${encodeURIComponent(query.clip.clip)}/media`, 'whole.mp4');
    await page.getByRole('heading', { name: 'whole' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  },
  { expects: /422/ },
);

inBrowser('a file that is too large is not uploaded', async (page) => {
  const facts = await request<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, max_upload_bytes: 10 } }));
  await page.route('**/api/uploads?*', () => assert.fail('it was uploaded'));
  await page.goto('/search');
  await page.waitForLoadState('networkidle');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'long.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(11) });
  await page
    .getByRole('alert')
    .getByText(/too large/)
    .waitFor();
});

inBrowser(
  'a deleted upload shows an error, with a link to choose another query',
  async (page) => {
    await page.goto('/search?upload=gone&from=audio&to=audio');
    await page.getByRole('alert').getByText('This upload no longer exists').waitFor();
    await page.getByText('Choose another query').click();
    await page.getByText('Drop a video, audio file or image here').waitFor();
  },
  { expects: /404/ },
);

inBrowser('without a match the page suggests other searches', async (page) => {
  const query = await someSearchable();
  if (!query) return skip();
  await changeResponses(page, (response) => ({
    ...response,
    rejected_beyond: 0.5,
    errors: ERRORS,
    fewer: 'no-match',
    found: [],
  }));
  await page.goto(addressOfQuery(query));
  await page.getByText(/^No match among /).waitFor();
  await page
    .getByText(`Even the nearest is beyond the threshold for a match (distance 0.50). ${ERRORS_TEXT}`)
    .waitFor();
  assert.equal(await page.getByRole('article').count(), 0);
  // The search in the same clip may still be running.
  await page.unrouteAll({ behavior: 'wait' });
  const other = resultsName(query.from, otherModality(query.to));
  await page.getByRole('link', { name: `Find ${other}` }).click();
  await page.getByRole('heading', { name: other }).waitFor();
  await hasResult(page);
});

inBrowser(
  'a rejected search can be tried again',
  async (page) => {
    const query = await someSearchable();
    if (!query) return skip();
    const busy = { type: 'busy', title: 'Too many requests', status: 429 };
    await page.route(
      '**/api/search',
      (route) => route.fulfill({ status: 429, json: busy, contentType: 'application/problem+json' }),
      { times: 1 },
    );
    await page.goto(addressOfQuery(query));
    await page.getByRole('alert').getByText('Too many requests').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await hasResult(page);
  },
  { expects: /429/ },
);

inBrowser('without a model the page links to the Learn page', async (page) => {
  const facts = await request<Facts>('/api/library');
  await page.route('**/api/library', (route) => route.fulfill({ json: { ...facts, model: null } }));
  await page.goto('/search');
  await page
    .getByRole('main')
    .getByRole('link', { name: /learn this library/i })
    .click();
  await page.waitForURL(/\/learn$/);
});

inBrowser('without a query the page suggests clips', async (page) => {
  await page.goto('/search');
  await page.getByRole('region', { name: 'Or start with a clip' }).getByRole('link').first().click();
  await page.waitForURL(/\/clip\//);
});

const ERRORS = { reject: 0.05, mismatches_rejected: 0.271, n_clips: 59 };
const ERRORS_TEXT = 'The threshold loses 5 % of true matches and rejects 27 % of others (59 held-out clips).';

/** Changes the responses to searches before the page gets them. */
async function changeResponses(page: Page, change: (response: SearchResponse) => SearchResponse): Promise<void> {
  await page.route('**/api/search', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as SearchResponse) });
  });
}

/** Waits for results or for “No match”. */
async function hasResult(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: /^(Similar|Matching) (sounds|pictures)$/ })
    .getByText(/^(\d+ results?, nearest first|No match$)/)
    .waitFor();
}

/** Drops a file with the content of an address on the page. */
function drop(page: Page, content: string, name: string): Promise<void> {
  return page.evaluate(
    async ([address, fileName]) => {
      const blob = await (await fetch(address!)).blob();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([blob], fileName!, { type: blob.type }));
      const target = document.querySelector('main h1')!;
      for (const event of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [content, name],
  );
}

const addressOfQuery = ({ clip, span, from, to }: Searchable) =>
  addressOf({ page: 'search', moment: { clip: clip.clip, span }, from, to });

const timeOf = (player: ReturnType<Page['locator']>) =>
  player.evaluate((video) => (video as HTMLVideoElement).currentTime);

const skip = () => console.log('skipped: the library has no model, or no query with results');
