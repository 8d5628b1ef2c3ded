import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { Page, Route } from 'playwright-core';
import type { Epoch, Job } from '../src/api/model.ts';
import { isOver } from '../src/learn/run.ts';
import { address, answer, inBrowser, until } from './page.ts';

/** Longer than anybody watches: it ends because it is stopped. */
const EPOCHS = 100_000;

// A test that failed leaves nothing to wait for.
afterEach(async () => {
  if (!address) return;
  for (const run of await answer<Job[]>('/api/jobs')) {
    if (!isOver(run)) await answer<Job>(`/api/jobs/${run.job}/stop`, { method: 'POST' });
  }
});

inBrowser('a run is begun, watched, stopped and gone on with', async ({ page }) => {
  await page.goto('/learn');
  await page.getByText('other models').click();
  await page.getByRole('radio', { name: 'cm-vae' }).check();
  await page.getByText('More: how long').click();
  await page.getByLabel('Epochs').fill(String(EPOCHS));
  await page.getByLabel('Seed').fill(String(Date.now() % 1_000_000));
  await page.getByRole('button', { name: /^Learn cm-vae/ }).click();
  await page.waitForURL(/\/learn\?job=\d+$/);
  const first = page.url();

  await page.getByText('Finding its own other half').waitFor();
  const seen = await epochsDone(page);
  await until(page, 'a further epoch', async () => (await epochsDone(page)) > seen);
  assert.match((await page.locator('.run-head').textContent()) ?? '', /Learning.*\d:\d\d/);
  for (const title of ['Notes in use', 'All together', 'Told from the sound', 'How much it notes']) {
    await page.getByRole('img', { name: new RegExp(`^${title}, epoch \\d+ of ${EPOCHS}`) }).waitFor();
  }

  await page.getByRole('button', { name: 'Stop' }).click();
  await title(page, 'Stopped').waitFor();
  const kept = await epochsDone(page);
  await page
    .getByRole('link', { name: /cm-vae.*stopped/ })
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await until(page, 'learning goes on from where it was', async () => (await epochsDone(page)) > kept);
  await page.reload();
  await until(page, 'the curve is here again', async () => (await epochsDone(page)) > kept);
  await page.getByRole('button', { name: 'Stop' }).click();
  await title(page, 'Stopped').waitFor();
});

inBrowser('a run that fails says why and what to do', async ({ page }) => {
  // A model that is computed at once has no epochs.
  const body = JSON.stringify({ model: 'pcca', epochs: 3 });
  const { job } = await answer<Job>('/api/jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await page.goto(`/learn?job=${job}`);
  await title(page, 'It did not work').waitFor();
  await page.getByText('leave the number of epochs empty').waitFor();
  await page.getByText('cannot set `training.epochs`').waitFor();
  await page
    .getByRole('link', { name: /pcca.*failed/ })
    .first()
    .waitFor();
});

inBrowser('a run that was killed says that it can be gone on with', async ({ page }) => {
  const killed: Told[] = [
    state('running', 'training'),
    epoch(0),
    state('failed', null, 'the run ended without a word: signal: 9 (SIGKILL)'),
  ];
  await page.route('**/api/jobs/7/events', (route) => tell(route, killed));
  await page.goto('/learn?job=7');
  await title(page, 'It did not work').waitFor();
  await page.getByText('it continues from what it kept last').waitFor();
  await page.getByText('SIGKILL').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

inBrowser('the curve of another training is forgotten', async ({ page }) => {
  await page.route('**/api/jobs/7/events', (route) =>
    tell(route, [
      state('running', 'training'),
      epoch(0),
      epoch(1),
      epoch(2),
      ['anew', {}],
      epoch(0),
      state('stopped', null),
    ]),
  );
  await page.goto('/learn?job=7');
  await page.getByText('Epoch 1 of 9', { exact: true }).waitFor();
});

inBrowser('what was learned leads on', async ({ page }) => {
  await page.route('**/api/jobs/7/events', (route) =>
    tell(route, [state('running', 'training'), epoch(8), state('done', null)]),
  );
  await page.goto('/learn?job=7');
  await title(page, 'Learned').waitFor();
  const panel = page.getByRole('region', { name: 'How it goes' });
  await panel.getByRole('link', { name: 'Search' }).waitFor();
  await panel.getByRole('link', { name: 'Open the library' }).click();
  await page.waitForURL(/\/$/);
});

inBrowser(
  'a full line is no mishap',
  async ({ page }) => {
    const problem = { type: 'busy', title: 'Too much at once', status: 429, detail: 'wait a moment and ask again' };
    await page.route('**/api/jobs', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 429, contentType: 'application/problem+json', json: problem })
        : route.fallback(),
    );
    await page.goto('/learn');
    await page.getByRole('button', { name: /^Learn / }).click();
    await page.getByText('Enough runs are waiting already').waitFor();
    assert.match(page.url(), /\/learn$/);
  },
  { expects: /429/ },
);

inBrowser(
  'a lost connection is said calmly and found again',
  async ({ page }) => {
    let nAsked = 0;
    await page.route('**/api/jobs/7/events', (route) => {
      nAsked += 1;
      return nAsked === 1
        ? route.abort('connectionfailed')
        : tell(route, [state('running', 'training'), epoch(3), state('stopped', null)]);
    });
    await page.goto('/learn?job=7');
    await page.getByText('The connection to the program is lost').waitFor();
    await page.getByText('Epoch 4 of 9', { exact: true }).waitFor();
    assert.equal(await page.getByText('The connection to the program is lost').count(), 0);
  },
  { expects: /ERR_CONNECTION|jobs\/7/ },
);

inBrowser(
  'a run of an earlier program is not known any more',
  async ({ page }) => {
    await page.goto('/learn?job=987654');
    await page.getByText('This run is not known any more').waitFor();
  },
  { expects: /404/ },
);

const title = (page: Page, text: string) => page.locator('.run-title').getByText(text, { exact: true });

async function epochsDone(page: Page): Promise<number> {
  const said = await page.getByText(/^Epoch [\d,]+ of/).allTextContents();
  return Number(/^Epoch ([\d,]+)/.exec(said[0] ?? '')?.[1]?.replaceAll(',', '') ?? 0);
}

type Told = [kind: string, what: object];

function state(now: Job['state'], stage: string | null, detail: string | null = null): Told {
  const asked = { job: '7', model: 'ms-vae', seed: 0, epochs: 9 };
  return [
    'state',
    { ...asked, state: now, stage, detail, began_unix_secs: 100, ended_unix_secs: null, curve: [] } satisfies Job,
  ];
}

function epoch(at: number): Told {
  const both = { audio: 1, visual: 2 };
  const terms: Epoch['terms'] = [
    ['kl_audio', 1],
    ['kl_visual', 2],
  ];
  const own = { audio: 0.5, visual: 0.25 };
  return [
    'epoch',
    { epoch: at, n_epochs: 9, total: 3, terms, active_units: both, latent_dim: 8, own_second: own } satisfies Epoch,
  ];
}

function tell(route: Route, told: readonly Told[]): Promise<void> {
  const body = told.map(([kind, what], id) => `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(what)}\n\n`).join('');
  return route.fulfill({ contentType: 'text/event-stream', body });
}
