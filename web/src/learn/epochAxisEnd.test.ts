import assert from 'node:assert/strict';
import test from 'node:test';
import { epochAxisEnd } from './epochAxisEnd.ts';

test('curves fill at least half of the axis after the first epochs', () => {
  for (const nEpochs of [40, 400, 999, 100_000]) {
    for (let nDone = 10; nDone <= nEpochs; nDone += 7) {
      const end = epochAxisEnd(nDone, nEpochs);
      assert.ok(nDone <= end && end <= 2 * nDone + 1, `${nDone} of ${nEpochs}: ${end}`);
    }
    assert.equal(epochAxisEnd(nEpochs, nEpochs), nEpochs);
  }
});

test('short trainings have an axis', () => {
  assert.equal(epochAxisEnd(1, 1), 2);
  assert.equal(epochAxisEnd(1, 3), 3);
});
