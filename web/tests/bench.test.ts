import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { inBrowser, until } from './page.ts';

const columns = Array.from({ length: 30 }, (_, i) => `metric ${i}`);
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const TEXT = `# Results

Made by \`earsight bench\`, *not* by <img src="x" onerror="document.title='broken'"> hand; see [the paper](https://example.org/paper) and [that](javascript:alert(1)).

## A wide table

${row(['system', ...columns])}
${row(['---', ...columns.map(() => '---')])}
${row(['ms-vae', ...columns.map((_, i) => `0.${i + 10}`)])}
${row(['chance', ...columns.map(() => '–')])}

## A listing

\`\`\`text
${Array.from({ length: 80 }, (_, i) => `line ${i}`).join('\n')}
\`\`\`

## A figure

![A chart](docs/figures/shown.svg)

## The end

1. one
2. two
`;

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"><rect width="900" height="300" fill="teal"/></svg>';

inBrowser('Markdown becomes elements, and scripts in it do not run', async (page) => {
  await open(page);
  await page.getByRole('heading', { level: 2, name: 'Results' }).waitFor();
  await page.getByRole('code').getByText('earsight bench', { exact: true }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'the paper' }).getAttribute('href'), 'https://example.org/paper');
  assert.equal(await page.locator('article a').count(), 1);
  assert.equal(await page.title(), 'Bench · Earsight');
  assert.equal(await page.getByRole('listitem').filter({ hasText: /^two$/ }).count(), 1);
});

inBrowser(
  'a wide table scrolls, also with the keyboard',
  async (page) => {
    await open(page);
    const table = page.getByRole('region', { name: 'Table: A wide table' });
    await table.getByRole('rowheader', { name: 'ms-vae' }).waitFor();
    await table.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await until(page, 'the table scrolls', () => table.evaluate((region) => region.scrollLeft > 0));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  },
  { viewport: { width: 360, height: 740 } },
);

inBrowser('a long page has a table of contents', async (page) => {
  await open(page);
  const contents = page.getByRole('navigation', { name: 'On this page' });
  assert.equal(await contents.getByRole('link').count(), 5);
  await contents.getByRole('link', { name: 'The end' }).click();
  const end = page.getByRole('heading', { name: 'The end' });
  await until(page, 'the section is visible', () =>
    end.evaluate((heading) => heading.getBoundingClientRect().bottom <= window.innerHeight),
  );
  assert.match(page.url(), /#the-end$/);
  await page.getByRole('heading', { level: 1, name: 'Bench' }).waitFor();
});

inBrowser('figures are shown in their documents, other figures after them', async (page) => {
  await open(page);
  for (const name of ['A chart', 'other.svg']) {
    const figure = page.getByRole('img', { name });
    await figure.scrollIntoViewIfNeeded();
    await until(page, name, () => figure.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0));
  }
  const inOrder = await page
    .locator('.bench img')
    .evaluateAll((images) => images.map((image) => image.getAttribute('src')));
  assert.deepEqual(inOrder, ['/api/bench/shown.svg', '/api/bench/other.svg']);
});

inBrowser('without results the page says how to create them', async (page) => {
  await page.route('**/api/bench', (route) => route.fulfill({ json: [] }));
  await page.goto('/bench');
  await page.getByText('earsight bench reproduce').waitFor();
  await page.getByText('earsight serve LIBRARY --bench DIR').waitFor();
});

async function open(page: Page): Promise<void> {
  const figure = (name: string) => ({ name, media_type: 'image/svg+xml' });
  const files = [{ name: 'TABLES.md', media_type: 'text/markdown' }, figure('other.svg'), figure('shown.svg')];
  await page.route('**/api/bench', (route) => route.fulfill({ json: files }));
  await page.route('**/api/bench/TABLES.md', (route) =>
    route.fulfill({ contentType: 'text/markdown; charset=utf-8', body: TEXT }),
  );
  await page.route('**/api/bench/*.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: SVG }));
  await page.goto('/bench');
  await page.locator('.bench').waitFor();
}
