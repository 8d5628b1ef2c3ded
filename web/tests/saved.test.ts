/** Tests of a saved page, opened from the disk without a network. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Clips, ModelReport, Span } from '../src/api/types.ts';
import { clipName } from '../src/format/clipName.ts';
import { addressOf, type Page as AppPage } from '../src/routing/address.ts';
import { formatSpan } from '../src/timeline/span.ts';
import { accessibilityViolations } from './axe.ts';
import { collectErrors, until } from './page.ts';
import { overflowingElements } from './overflow.ts';

/** The file that `earsight report` wrote; the name of one of its clips contains `</script>`. */
const file = process.env.EARSIGHT_SAVED ?? '';
const home = file ? pathToFileURL(file).href : '';
const MAX_BYTES = 15_000_000;

interface Saved {
  library: string;
  questions: { clip: string; span: Span }[];
  answers: { address: string; type: string; body: unknown }[];
}

const html = file ? readFileSync(file, 'utf8') : '';
const saved = (file ? JSON.parse(between(html, 'id="saved">', '</script>')) : { questions: [], answers: [] }) as Saved;
const bodyAt = <Body>(address: string) => saved.answers.find((answer) => answer.address === address)?.body as Body;
const query = saved.questions[0] ?? { clip: '', span: { start: 0, len: 1 } };
const hostile = bodyAt<Clips>('/api/clips')?.clips.find(({ clip }) => clip.includes('</script>'))?.clip ?? '';

const PAGES: [string, AppPage][] = [
  ['library', { page: 'library' }],
  ['clip', { page: 'clip', ...query }],
  ['hostile clip', { page: 'clip', clip: hostile }],
  ['search', { page: 'search', from: 'audio', to: 'visual' }],
  ['search results', { page: 'search', moment: query, from: 'audio', to: 'visual' }],
  ['generate', { page: 'generate', from: 'audio' }],
  ['generated', { page: 'generate', moment: query, from: 'audio' }],
  ['map', { page: 'latent' }],
  ['model', { page: 'model' }],
  ['not found', { page: 'not-found' }],
];

let browser: Browser;

before(async () => {
  if (!file) return console.log('skipped: no $EARSIGHT_SAVED, a file that earsight report wrote');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

/** A test of the file; requests, dialogs and errors of the console fail it. */
function fromDisk(name: string, check: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): void {
  test(`saved page: ${name}`, { skip: !file, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ offline: true, reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(20_000);
    try {
      const page = await context.newPage();
      const errors = collectErrors(page);
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith('data:') && url.split('#')[0] !== home) errors.push(`request: ${url}`);
      });
      page.on('dialog', (dialog) => errors.push(`dialog: ${dialog.message()}`));
      await check(page);
      assert.deepEqual(errors, []);
    } finally {
      await context.close();
    }
  });
}

async function open(page: Page, to: AppPage): Promise<void> {
  await page.goto(`${home}#${addressOf(to)}`);
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main :is(.loading, .loading-next, .dim)') === null);
}

fromDisk('the library, its pictures and its filter', async (page) => {
  const { clips } = bodyAt<Clips>('/api/clips');
  await open(page, { page: 'library' });
  await page.getByText(new RegExp(`^${clips.length} clips, `)).waitFor();
  await page.getByText(`earsight serve ${saved.library}`).waitFor();
  await until(page, 'pictures', () => allLoaded(page, '.clip-picture img'));
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill(clips[1]!.clip);
  await until(page, 'one clip', async () => (await page.locator('a.clip-card').count()) === 1);
  await page.locator('a.clip-card').click();
  await page.getByRole('heading', { level: 1, name: clipName(clips[1]!.clip).title }).waitFor();
  await page.goBack();
  await page.getByRole('searchbox').waitFor();
});

fromDisk('skipped files are listed with reasons', async (page) => {
  await open(page, { page: 'library' });
  await page.getByText(/skipped$/).click();
  await page.getByText('broken.mp4', { exact: true }).waitFor();
});

fromDisk('a clip with pictures, waveform and localizations plays', async (page) => {
  await open(page, { page: 'library' });
  await page.locator('.clip-title').getByText(clipName(query.clip).title, { exact: true }).first().click();
  await page.getByText(formatSpan(query.span), { exact: true }).first().waitFor();
  await until(page, 'frames and spectrogram', () => allLoaded(page, '.frame img, img.spectrogram'));
  await page.locator('.waveform canvas').waitFor();
  await page.locator('.localization-title').nth(1).waitFor();
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'it plays', () => plays(page, 'video'));
});

fromDisk('search results in every direction, which play', async (page) => {
  await open(page, { page: 'search', from: 'audio', to: 'audio' });
  assert.equal(await page.getByText('Drop a video').count(), 0);
  await page.getByRole('link', { name: clipName(query.clip).title }).click();
  for (const direction of ['similar sounds', 'matching pictures']) {
    await page.getByRole('group', { name: 'Find', exact: true }).getByText(direction).click();
    await page.locator('.result, .no-match').first().waitFor();
  }
  await page.getByRole('checkbox', { name: /Include the same clip/ }).check();
  await page.locator('.result').first().waitFor();
  await page.locator('button.result-picture').first().click();
  await until(page, 'a result plays', () => plays(page, 'video.result-picture'));
});

fromDisk('a moment that was not saved shows an error', async (page) => {
  await open(page, { page: 'clip', clip: query.clip, span: { start: 0, len: 1 } });
  assert.equal(await page.getByRole('link', { name: /^Find / }).count(), 0);
  await open(page, {
    page: 'search',
    moment: { clip: query.clip, span: { start: 0, len: 1 } },
    from: 'audio',
    to: 'audio',
  });
  await page.getByText('This is not in the saved page').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
});

fromDisk('the generated picture of a sound', async (page) => {
  await open(page, { page: 'generate', moment: query, from: 'audio' });
  await page.locator('.generated-grid .result').first().waitFor();
  await page.getByRole('heading', { name: 'Samples' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'New samples' }).count(), 0);
});

fromDisk('the map', async (page) => {
  await open(page, { page: 'latent' });
  await page.locator('.map-points canvas').waitFor();
  await page.getByRole('application').press('ArrowLeft');
});

fromDisk('the self-check with chance and the linear baseline, held-out examples, training curves', async (page) => {
  const { self_check: check, training } = bodyAt<ModelReport>('/api/model');
  assert.ok(check && training && training.curve.length > 0);
  await open(page, { page: 'model' });
  const { own_clip_retrieval: own, localization } = check.score;
  assert.ok(localization);
  const table = (name: string) => page.locator('.check').filter({ has: page.getByRole('heading', { name }) });
  const retrieval = await table('Own-clip retrieval').innerText();
  for (const text of ['linear CCA', 'chance', own.chance.toFixed(3)]) assert.ok(retrieval.includes(text), text);
  for (const { score } of own.methods)
    for (const value of [score.audio, score.visual]) assert.ok(retrieval.includes(value.toFixed(3)), `${value}`);
  const events = await table('Localization').innerText();
  for (const share of [localization.chance, localization.always_first, localization.methods[0]!.score.audio])
    assert.ok(events.includes(`${(share * 100).toFixed(1)} %`), `${share}`);
  assert.equal(await page.locator('.held-out').count(), check.examples.length);
  await until(page, 'pictures of the examples', () => allLoaded(page, '.held-out .frame img'));
  await page.locator('.curve-panel canvas').first().waitFor();
});

fromDisk('pages that need a server are not found', async (page) => {
  await page.goto(`${home}#/learn`);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  for (const name of ['Learn', 'Bench'])
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, name);
});

fromDisk('a name with </script> is shown as text', async (page) => {
  assert.notEqual(hostile, '', 'no clip has such a name');
  await open(page, { page: 'clip', clip: hostile });
  assert.equal(await page.locator('h1').innerText(), clipName(hostile).title);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  await until(page, 'its pictures', () => allLoaded(page, '.frame img, .video'));
});

for (const [name, to] of PAGES) {
  fromDisk(`${name} is accessible in light and dark`, async (page) => {
    await open(page, to);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await until(page, `the ${colorScheme} theme`, () =>
        page.evaluate((now) => document.documentElement.style.colorScheme === now, colorScheme),
      );
      assert.deepEqual(await accessibilityViolations(page), [], `violations in ${colorScheme}`);
    }
  });

  fromDisk(
    `${name} fits a phone`,
    async (page) => {
      await open(page, to);
      assert.deepEqual(await overflowingElements(page), []);
    },
    { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  );
}

test('saved page: one file of limited size, without references to others', { skip: !file }, () => {
  assert.ok(html.length < MAX_BYTES, `${html.length} bytes`);
  const outside = html.replace(/<script type="module">.*?<\/script>/s, '').replace(/id="saved">.*?<\/script>/s, '');
  assert.doesNotMatch(outside, /(src|href)="(?!data:)|url\(|@import/);
});

/** Whether there are such elements, and all images among them have been decoded. */
function allLoaded(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluateAll((all) => {
    const pictures = all.filter((element) => element instanceof HTMLImageElement);
    return all.length > 0 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
  });
}

/** Whether one of these videos has played. */
function plays(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .evaluateAll((all) => all.some((video) => video instanceof HTMLVideoElement && video.played.length > 0));
}

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from) + from.length;
  return text.slice(start, text.indexOf(to, start));
}
