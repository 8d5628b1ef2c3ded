/** A saved page in a browser of its own: from the disk, without a network, with no more flags than root needs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Clips, ModelReport, Span } from '../src/api/model.ts';
import { clipName } from '../src/library/clipName.ts';
import { addressOf, type Page as Shown } from '../src/routing/address.ts';
import { spanInWords } from '../src/timeline/span.ts';
import { seriousFaults } from './axe.ts';
import { heard, until } from './page.ts';
import { sticksOut } from './sticksOut.ts';

/** The file, made by `earsight report`; one of its clips has a name that would end a script. */
const file = process.env.EARSIGHT_SAVED ?? '';
const home = file ? pathToFileURL(file).href : '';
const MOST_BYTES = 15_000_000;

interface Saved {
  library: string;
  questions: { clip: string; span: Span }[];
  answers: { address: string; type: string; body: unknown }[];
}

const html = file ? readFileSync(file, 'utf8') : '';
const saved = (file ? JSON.parse(between(html, 'id="saved">', '</script>')) : { questions: [], answers: [] }) as Saved;
const bodyAt = <Body>(address: string) => saved.answers.find((answer) => answer.address === address)?.body as Body;
const question = saved.questions[0] ?? { clip: '', span: { start: 0, len: 1 } };
const hostile = bodyAt<Clips>('/api/clips')?.clips.find(({ clip }) => clip.includes('</script>'))?.clip ?? '';

const PAGES: [string, Shown][] = [
  ['library', { page: 'library' }],
  ['clip', { page: 'clip', ...question }],
  ['hostile clip', { page: 'clip', clip: hostile }],
  ['search', { page: 'search', from: 'audio', to: 'visual' }],
  ['answers', { page: 'search', moment: question, from: 'audio', to: 'visual' }],
  ['imagine', { page: 'generate', from: 'audio' }],
  ['imagined', { page: 'generate', moment: question, from: 'audio' }],
  ['map', { page: 'latent' }],
  ['model', { page: 'model' }],
  ['nowhere', { page: 'nowhere' }],
];

let browser: Browser;

before(async () => {
  if (!file) return console.log('skipped: no $EARSIGHT_SAVED, a file that earsight report wrote');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

/** A test of the file as it was opened from the disk; a request or a complaint of the console fails it. */
function fromDisk(name: string, check: (page: Page) => Promise<void>, how: BrowserContextOptions = {}): void {
  test(`saved page: ${name}`, { skip: !file, timeout: 120_000 }, async () => {
    const context = await browser.newContext({ offline: true, reducedMotion: 'reduce', ...how });
    context.setDefaultTimeout(20_000);
    try {
      const page = await context.newPage();
      const complaints = heard(page);
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith('data:') && url.split('#')[0] !== home) complaints.push(`request: ${url}`);
      });
      page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
      await check(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

async function open(page: Page, shown: Shown): Promise<void> {
  await page.goto(`${home}#${addressOf(shown)}`);
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main .waiting') === null);
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

fromDisk('what was left out is listed with its reason', async (page) => {
  await open(page, { page: 'library' });
  await page.getByText(/left out, and why/).click();
  await page.getByText('broken.mp4', { exact: true }).waitFor();
});

fromDisk('a clip with pictures, sound and where its moment is found, and it plays', async (page) => {
  await open(page, { page: 'library' });
  await page.locator('.clip-title').getByText(clipName(question.clip).title, { exact: true }).first().click();
  await page.getByText(spanInWords(question.span), { exact: true }).first().waitFor();
  await until(page, 'frames and spectrogram', () => allLoaded(page, '.frame img, img.spectrogram'));
  await page.locator('.waveform canvas').waitFor();
  await page.locator('.where-says').nth(1).waitFor();
  await page.getByRole('button', { name: 'Play the moment' }).click();
  await until(page, 'it plays', () => plays(page, 'video'));
});

fromDisk('a question and its answers in every direction, which play', async (page) => {
  await open(page, { page: 'search', from: 'audio', to: 'audio' });
  assert.equal(await page.getByText('Drop a film').count(), 0);
  await page.getByRole('link', { name: clipName(question.clip).title }).click();
  for (const direction of ['sounds like it', 'looks like it']) {
    await page.getByText(direction).click();
    await page.locator('.found, .nothing-fits').first().waitFor();
  }
  await page.getByRole('checkbox', { name: /also in the clip itself/ }).check();
  await page.locator('.found').first().waitFor();
  await page.locator('button.found-picture').first().click();
  await until(page, 'a result plays', () => plays(page, 'video.found-picture'));
});

fromDisk('a moment that was not saved is said plainly', async (page) => {
  await open(page, { page: 'clip', clip: question.clip, span: { start: 0, len: 1 } });
  assert.equal(await page.getByRole('link', { name: /^Find what/ }).count(), 0);
  await open(page, {
    page: 'search',
    moment: { clip: question.clip, span: { start: 0, len: 1 } },
    from: 'audio',
    to: 'audio',
  });
  await page.getByText('This is not in the saved page').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
});

fromDisk('what a sound would look like, as real seconds', async (page) => {
  await open(page, { page: 'generate', moment: question, from: 'audio' });
  await page.locator('.imagined-grid .found').first().waitFor();
  await page.getByRole('heading', { name: 'What else it could be' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Draw others' }).count(), 0);
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
  for (const said of ['linear CCA', 'chance', own.chance.toFixed(3)]) assert.ok(retrieval.includes(said), said);
  for (const { score } of own.methods)
    for (const value of [score.audio, score.visual]) assert.ok(retrieval.includes(value.toFixed(3)), `${value}`);
  const events = await table('Localization').innerText();
  for (const share of [localization.chance, localization.always_first, localization.methods[0]!.score.audio])
    assert.ok(events.includes(`${(share * 100).toFixed(1)} %`), `${share}`);
  assert.equal(await page.locator('.held-out').count(), check.examples.length);
  await until(page, 'pictures of the examples', () => allLoaded(page, '.held-out .frame img'));
  await page.locator('.curve-panel canvas').first().waitFor();
});

fromDisk('pages that need a server are not there', async (page) => {
  await page.goto(`${home}#/learn`);
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  for (const name of ['Learn', 'Bench'])
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, name);
});

fromDisk('a name that would end a script is a name', async (page) => {
  assert.notEqual(hostile, '', 'the library has such a clip');
  await open(page, { page: 'clip', clip: hostile });
  assert.equal(await page.locator('h1').innerText(), clipName(hostile).title);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  await until(page, 'its pictures', () => allLoaded(page, '.frame img, .film'));
});

for (const [name, shown] of PAGES) {
  fromDisk(`${name} keeps nobody out, in light and in dark`, async (page) => {
    await open(page, shown);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await until(page, `it is ${colorScheme}`, () =>
        page.evaluate((now) => document.documentElement.style.colorScheme === now, colorScheme),
      );
      assert.deepEqual(await seriousFaults(page), [], `faults in ${colorScheme}`);
    }
  });

  fromDisk(
    `${name} fits a phone`,
    async (page) => {
      await open(page, shown);
      assert.deepEqual(await sticksOut(page), []);
    },
    { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  );
}

test('saved page: one file of a size to send, which names no other', { skip: !file }, () => {
  assert.ok(html.length < MOST_BYTES, `${html.length} bytes`);
  const outside = html.replace(/<script type="module">.*?<\/script>/s, '').replace(/id="saved">.*?<\/script>/s, '');
  assert.doesNotMatch(outside, /(src|href)="(?!data:)|url\(|@import/);
});

/** Every image of them, and at least one, has been decoded. */
function allLoaded(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluateAll((all) => {
    const pictures = all.filter((element) => element instanceof HTMLImageElement);
    return all.length > 0 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
  });
}

/** Whether a film of them has come on by playing. */
function plays(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .evaluateAll((all) => all.some((film) => film instanceof HTMLVideoElement && film.played.length > 0));
}

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from) + from.length;
  return text.slice(start, text.indexOf(to, start));
}
