import assert from 'node:assert/strict';
import test from 'node:test';
import { horizon } from './horizon.ts';

test('what is there fills at least half of the drawing once there are some epochs', () => {
  for (const nEpochs of [40, 400, 999, 100_000]) {
    for (let nDone = 10; nDone <= nEpochs; nDone += 7) {
      const far = horizon(nDone, nEpochs);
      assert.ok(nDone <= far && far <= 2 * nDone + 1, `${nDone} of ${nEpochs}: ${far}`);
    }
    assert.equal(horizon(nEpochs, nEpochs), nEpochs);
  }
});

test('few epochs have a drawing, too', () => {
  assert.equal(horizon(1, 1), 2);
  assert.equal(horizon(1, 3), 3);
});
