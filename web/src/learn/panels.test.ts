import assert from 'node:assert/strict';
import test from 'node:test';
import type { Epoch } from '../api/types.ts';
import { lossPanels, progressPanels } from './panels.ts';

const epoch = (at: number, terms: [string, number][], facts: Partial<Epoch> = {}): Epoch => ({
  epoch: at,
  n_epochs: 9,
  total: at + 1,
  terms,
  active_units: null,
  latent_dim: 64,
  ...facts,
});

test('both modalities of a term share a panel, audio first', () => {
  const curve = [0, 1].map((at) =>
    epoch(at, [
      ['kl_visual', at],
      ['kl_audio', at + 5],
      ['contrast', 7],
    ]),
  );
  const panels = lossPanels(curve);
  assert.deepEqual(
    panels.map(({ name }) => name),
    ['total', 'kl', 'contrast'],
  );
  assert.deepEqual(panels[1]?.curves, [
    { modality: 'audio', values: [5, 6] },
    { modality: 'visual', values: [0, 1] },
  ]);
  assert.deepEqual(panels[2]?.curves, [{ modality: null, values: [7, 7] }]);
});

test('generation from each modality is a term of its own', () => {
  const panels = lossPanels([
    epoch(0, [
      ['audio_to_audio', 1],
      ['audio_to_visual', 2],
      ['visual_to_audio', 3],
    ]),
  ]);
  assert.deepEqual(
    panels.map(({ name, curves }) => [name, curves.length]),
    [
      ['total', 1],
      ['audio_to', 2],
      ['visual_to', 1],
    ],
  );
});

test('a loss of one term has one panel', () => {
  assert.deepEqual(
    lossPanels([epoch(0, [['correlation', -3]])]).map(({ name }) => name),
    ['correlation'],
  );
});

test('measures that are missing have no panel', () => {
  assert.deepEqual(progressPanels([epoch(0, [])]), []);
  const shortNumber = epoch(1, [], { active_units: { audio: 3, visual: 4 }, own_second: { audio: 0.5, visual: 0.25 } });
  const panels = progressPanels([epoch(0, []), shortNumber]);
  assert.deepEqual(
    panels.map(({ name, range }) => [name, range]),
    [
      ['own-second', [0, 1]],
      ['active-units', [0, 64]],
    ],
  );
  assert.deepEqual(panels[0]?.curves[0]?.values, [null, 0.5]);
});

test('there are no panels before the first epoch', () => {
  assert.deepEqual(lossPanels([]), []);
});
