import assert from 'node:assert/strict';
import test from 'node:test';
import { adviceFor, stateInWords } from './stateInWords.ts';

test('a run that has its turn says what it does, also when that is new to the page', () => {
  assert.equal(stateInWords({ state: 'running', stage: 'checking' }).title, 'Checking itself');
  assert.equal(stateInWords({ state: 'running', stage: null }).title, 'Getting ready');
  assert.equal(stateInWords({ state: 'running', stage: 'dreaming' }).title, 'Getting ready');
});

test('whoever failed is told what to do', () => {
  assert.match(
    adviceFor('cannot set `training.epochs` of `pcca`: there is no `training`'),
    /leave the number of epochs empty/,
  );
  assert.match(adviceFor('the run ended without a word: signal: 9 (SIGKILL)'), /memory/);
  assert.match(adviceFor(null), /Try once more/);
});
