import assert from 'node:assert/strict';
import test from 'node:test';
import type { Method, Score } from '../api/types.ts';
import { checkTables } from './checkTables.ts';

const method = (name: string, audio: number): Method => ({
  method: name,
  score: { audio, visual: audio + 0.1 },
  interval: { audio: [audio - 0.05, audio + 0.05], visual: [audio, audio + 0.2] },
});

const score: Score = {
  model: 'ms-vae',
  n_folds: 5,
  n_clips: 40,
  shared_recordings: [],
  own_clip_retrieval: { methods: [method('ms-vae', 0.5), method('cca', 0.4)], chance: 0.2 },
  own_moments: [{ moment_secs: 2, n_clips: 40, methods: [method('by content', 0.3)], chance: 0.1 }],
  localization: {
    n_events: 38,
    methods: [method('ms-vae', 0.8), method('cca', 0.7)],
    shuffled_query: [method('ms-vae', 0.3)],
    best_start_per_length: 0.25,
    always_first: 0.21,
    always_last: 0.22,
    chance: 0.23,
  },
};

test('tables contain scores, baselines, controls and chance', () => {
  const [retrieval, localization, moments] = checkTables(score);
  assert.deepEqual(
    [retrieval, localization, moments].map((table) => table?.chance),
    [0.2, 0.23, 0.1],
  );
  assert.deepEqual(retrieval?.groups[1]?.rows[1], {
    name: 'linear CCA',
    role: 'baseline',
    value: 0.5,
    interval: [0.4, 0.6000000000000001],
  });
  assert.deepEqual(
    localization?.groups[0]?.rows.map(({ name, role, value }) => [name, role, value]),
    [
      ['ms-vae', 'model', 0.8],
      ['linear CCA', 'baseline', 0.7],
      ['ms-vae, query from another clip', 'control', 0.3],
      ['best start per length', 'control', 0.25],
      ['always first', 'control', 0.21],
      ['always last', 'control', 0.22],
    ],
  );
  assert.equal(moments?.groups[0]?.rows[0]?.role, 'model');
});

test('there is no localization table without labels', () => {
  const titles = checkTables({ ...score, localization: null }).map(({ title }) => title);
  assert.deepEqual(titles, ['Own-clip retrieval', 'Moments of 2 s in their own clip']);
});
