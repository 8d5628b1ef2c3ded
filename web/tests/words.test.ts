import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ConceptsResponse, Modality, WordsResponse } from '../src/api/types.ts';
import { percent } from '../src/format/numbers.ts';
import { addressOf } from '../src/routing/address.ts';
import { accessibilityViolations } from './axe.ts';
import { inBrowser, until } from './page.ts';
import { post, someClips } from './searchable.ts';

const WORDS = 'dog';

inBrowser('words and Enter find results, in the modality that is selected', async (page) => {
  await page.goto('/search');
  await page.getByRole('group', { name: 'Find', exact: true }).getByText('pictures').click();
  await textBox(page).fill(WORDS);
  await page.keyboard.press('Enter');
  await page.waitForURL(/words=dog&from=audio&to=visual/);
  await hasResults(page, 'visual');
  assert.ok(await textBox(page).evaluate((box) => box === document.activeElement), 'the focus stays in the text box');

  await page.getByRole('radio', { name: 'pictures' }).press('ArrowLeft');
  await page.waitForURL(/words=dog&from=audio&to=audio/);
  await hasResults(page, 'audio');
  await page.reload();
  await hasResults(page, 'audio');
  assert.equal(await textBox(page).inputValue(), WORDS);

  const card = page.getByRole('article').first();
  await card.getByRole('button', { name: /^Play / }).click();
  await card.locator('video').waitFor();
  await page.getByRole('link', { name: 'Choose another query' }).click();
  await page.getByText('Drop a video, audio file or image here').waitFor();
  assert.equal(await textBox(page).inputValue(), '');
});

inBrowser('names of concepts complete the text, and the button searches', async (page) => {
  await page.goto('/search');
  await page.locator('datalist option').first().waitFor({ state: 'attached' });
  const name = await page.locator('datalist option').last().getAttribute('value');
  await textBox(page).fill(name ?? '');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('region', { name: `Sounds of “${name}”` }).waitFor();
});

inBrowser('words that were not searched for are named', async (page) => {
  await page.goto(addressOf({ page: 'search', words: 'dog barking', from: 'audio', to: 'audio' }));
  await page.getByText('Not searched for: “barking” (unknown).').waitFor();
});

inBrowser(
  'an unknown word shows names like it, which are searched for',
  async (page) => {
    await page.goto('/search');
    await textBox(page).fill('violn');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('no word of "violn" is known; a similar name is "violin"').waitFor();
    const name = alert.getByRole('list', { name: 'Similar names' }).getByRole('link', { name: 'violin' });
    await name.waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
    await name.press('Enter');
    await page.getByRole('region', { name: 'Sounds of “violin”' }).getByRole('article').first().waitFor();
    assert.equal(await textBox(page).inputValue(), 'violin');
    assert.equal(await alert.count(), 0);
    await page.goBack();
    await alert.waitFor();
    assert.equal(await textBox(page).inputValue(), 'violn');
  },
  { expects: /400/ },
);

inBrowser('an empty text is not searched for', async (page) => {
  await page.route('**/api/words', () => assert.fail('it was searched for'));
  await page.goto('/search');
  for (const text of ['', '  ']) {
    await textBox(page).fill(text);
    await page.keyboard.press('Enter');
    await page.locator('#words:invalid').waitFor();
    assert.doesNotMatch(page.url(), /words=/);
  }
});

inBrowser(
  'a library without concepts shows how to add them, on the pages of search and of a clip',
  async (page) => {
    const [clip] = await someClips();
    assert.ok(clip);
    const problem = {
      type: 'no-concepts',
      title: 'The library has no concepts',
      status: 409,
      detail: '`earsight upgrade` adds them',
    };
    await page.route(/\/api\/(words|concepts)/, (route) =>
      route.fulfill({ status: 409, json: problem, contentType: 'application/problem+json' }),
    );
    await page.goto('/search');
    await page.getByText('To search it for words, add them first with earsight upgrade.').waitFor();
    await page.getByText('Drop a video, audio file or image here').waitFor();
    assert.equal(await textBox(page).count(), 0);
    await page.goto(addressOf({ page: 'clip', clip: clip.clip }));
    await page.getByText('The library has no concepts: `earsight upgrade` adds them.').waitFor();
  },
  { expects: /409/ },
);

inBrowser('a clip page shows what is heard and seen in the selected moment', async (page) => {
  const [clip] = await someClips();
  assert.ok(clip);
  await page.goto(addressOf({ page: 'clip', clip: clip.clip, span: { start: 0, len: 2 } }));
  await areShown(page, clip.clip, { start: 0, len: 2 });
  await page.getByRole('slider', { name: 'End of the moment' }).press('ArrowRight');
  await page.waitForURL(/\?at=0\.\.3$/);
  await areShown(page, clip.clip, { start: 0, len: 3 });
  const concept = page.locator('.concepts').getByRole('link').first();
  const name = await concept.innerText();
  await concept.click();
  await page.getByRole('region', { name: `Sounds of “${name}”` }).waitFor();
});

/** Waits until the page shows the concepts of a moment with their probabilities. */
async function areShown(page: Page, clip: string, span: { start: number; len: number }): Promise<void> {
  const { audio, visual } = await post<ConceptsResponse>('/api/concepts', { query: { clip, span }, k: 3 });
  const expected = [
    ['Heard:', audio],
    ['Seen:', visual],
  ] as const;
  for (const [place, [perceived, concepts]] of expected.entries()) {
    const line = page.locator('.concepts > div').nth(place);
    const text = `${perceived} ${concepts?.map(({ name }) => name).join('')}`;
    await until(page, text, async () => (await line.textContent())?.trim() === text);
    const titles = await line.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('title')));
    assert.deepEqual(
      titles,
      concepts?.map(({ probability }) => `Probability ${percent(probability)}, not calibrated`),
    );
  }
}

/** Waits for the results of a search for the words, which are those of the server in their order. */
async function hasResults(page: Page, to: Modality): Promise<void> {
  const { found } = await post<WordsResponse>('/api/words', { text: WORDS, to });
  const region = page.getByRole('region', { name: `${to === 'audio' ? 'Sounds' : 'Pictures'} of “${WORDS}”` });
  await region.getByText(`${found.length} results, most probable first`).waitFor();
  const links = await region
    .locator('.result-name a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.deepEqual(
    links,
    found.map(({ clip, second }) => addressOf({ page: 'clip', clip, span: { start: second, len: 2 } })),
  );
  await region
    .getByRole('article')
    .first()
    .getByText(`${percent(found[0]!.score)} · `)
    .waitFor();
}

const textBox = (page: Page) => page.getByLabel('Words', { exact: true });
