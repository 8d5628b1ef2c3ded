import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { Page, Route } from 'playwright-core';
import type { Epoch, Job } from '../src/api/types.ts';
import { isFinished } from '../src/learn/runEvents.ts';
import { address, request, inBrowser, until } from './page.ts';

/** So many that the run ends only when it is stopped. */
const EPOCHS = 100_000;

// Stops the runs of failed tests.
afterEach(async () => {
  if (!address) return;
  for (const run of await request<Job[]>('/api/jobs')) {
    if (!isFinished(run)) await request<Job>(`/api/jobs/${run.job}/stop`, { method: 'POST' });
  }
});

inBrowser('a run is started, followed, stopped and resumed', async (page) => {
  await page.goto('/learn');
  await page.getByText('other models').click();
  await page.getByRole('radio', { name: 'cm-vae' }).check();
  await page.getByText('Training options').click();
  await page.getByLabel('Epochs').fill(String(EPOCHS));
  await page.getByLabel('Seed').fill(String(Date.now() % 1_000_000));
  await page.getByRole('button', { name: /^Learn cm-vae/ }).click();
  await page.waitForURL(/\/learn\?job=\d+$/);
  const first = page.url();

  await page.getByText('Own-second retrieval').waitFor();
  const nSeen = await epochsDone(page);
  await until(page, 'another epoch', async () => (await epochsDone(page)) > nSeen);
  assert.match((await page.locator('.run-head').textContent()) ?? '', /Training.*\d:\d\d/);
  for (const title of ['Active units', 'Total loss', 'Generation from sound', 'KL divergence']) {
    await page.getByRole('img', { name: new RegExp(`^${title}, epoch \\d+ of ${EPOCHS}`) }).waitFor();
  }

  await page.getByRole('button', { name: 'Stop' }).click();
  await title(page, 'Stopped').waitFor();
  const nStopped = await epochsDone(page);
  await page
    .getByRole('link', { name: /cm-vae.*stopped/ })
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Resume' }).click();
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await until(page, 'training resumes where it stopped', async () => (await epochsDone(page)) > nStopped);
  await page.reload();
  await until(page, 'the curve after a reload', async () => (await epochsDone(page)) > nStopped);
  await page.getByRole('button', { name: 'Stop' }).click();
  await title(page, 'Stopped').waitFor();
});

inBrowser('a failed run shows the error and advice', async (page) => {
  // A model in closed form has no epochs.
  const body = JSON.stringify({ model: 'pcca', epochs: 3 });
  const { job } = await request<Job>('/api/jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await page.goto(`/learn?job=${job}`);
  await title(page, 'Failed').waitFor();
  await page.getByText('without a number of epochs').waitFor();
  await page.getByText('cannot set `training.epochs`').waitFor();
  await page
    .getByRole('link', { name: /pcca.*failed/ })
    .first()
    .waitFor();
});

inBrowser('a run that was killed can be resumed', async (page) => {
  const events: ServerEvent[] = [
    state('running', 'training'),
    epoch(0),
    state('failed', null, 'the run ended without a message: signal: 9 (SIGKILL)'),
  ];
  await page.route('**/api/jobs/7/events', (route) => sendEvents(route, events));
  await page.goto('/learn?job=7');
  await title(page, 'Failed').waitFor();
  await page.getByText('the run resumes from its last snapshot').waitFor();
  await page.getByText('SIGKILL').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

inBrowser('the event `anew` clears the curve', async (page) => {
  await page.route('**/api/jobs/7/events', (route) =>
    sendEvents(route, [
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

inBrowser('a finished run links to the pages that use it', async (page) => {
  await page.route('**/api/jobs/7/events', (route) =>
    sendEvents(route, [state('running', 'training'), epoch(8), state('done', null)]),
  );
  await page.goto('/learn?job=7');
  await title(page, 'Done').waitFor();
  const panel = page.getByRole('region', { name: 'Status' });
  await panel.getByRole('link', { name: 'Search' }).waitFor();
  await panel.getByRole('link', { name: 'Open the library' }).click();
  await page.waitForURL(/\/$/);
});

inBrowser(
  'a full queue is explained',
  async (page) => {
    const problem = { type: 'busy', title: 'Too many requests', status: 429, detail: 'wait a moment and try again' };
    await page.route('**/api/jobs', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 429, contentType: 'application/problem+json', json: problem })
        : route.fallback(),
    );
    await page.goto('/learn');
    await page.getByRole('button', { name: /^Learn / }).click();
    await page.getByText('The queue is full').waitFor();
    assert.match(page.url(), /\/learn$/);
  },
  { expects: /429/ },
);

inBrowser(
  'a lost connection is reported and restored',
  async (page) => {
    let nRequests = 0;
    await page.route('**/api/jobs/7/events', (route) => {
      nRequests += 1;
      return nRequests === 1
        ? route.abort('connectionfailed')
        : sendEvents(route, [state('running', 'training'), epoch(3), state('stopped', null)]);
    });
    await page.goto('/learn?job=7');
    await page.getByText('Connection lost').waitFor();
    await page.getByText('Epoch 4 of 9', { exact: true }).waitFor();
    assert.equal(await page.getByText('Connection lost').count(), 0);
  },
  { expects: /ERR_CONNECTION|jobs\/7/ },
);

inBrowser(
  'a run of an earlier server no longer exists',
  async (page) => {
    await page.goto('/learn?job=987654');
    await page.getByText('This run no longer exists').waitFor();
  },
  { expects: /404/ },
);

const title = (page: Page, text: string) => page.locator('.run-title').getByText(text, { exact: true });

async function epochsDone(page: Page): Promise<number> {
  const texts = await page.getByText(/^Epoch [\d,]+ of/).allTextContents();
  return Number(/^Epoch ([\d,]+)/.exec(texts[0] ?? '')?.[1]?.replaceAll(',', '') ?? 0);
}

type ServerEvent = [kind: string, data: object];

function state(now: Job['state'], stage: string | null, detail: string | null = null): ServerEvent {
  const request = { job: '7', model: 'ms-vae', seed: 0, epochs: 9 };
  return [
    'state',
    { ...request, state: now, stage, detail, began_unix_secs: 100, ended_unix_secs: null, curve: [] } satisfies Job,
  ];
}

function epoch(at: number): ServerEvent {
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

function sendEvents(route: Route, events: readonly ServerEvent[]): Promise<void> {
  const body = events
    .map(([kind, data], id) => `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('');
  return route.fulfill({ contentType: 'text/event-stream', body });
}
