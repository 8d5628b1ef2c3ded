import assert from 'node:assert/strict';
import test from 'node:test';
import { typicalityInWords } from './typicalityInWords.ts';

test('what few seconds are rarer than is unusual', () => {
  const said = [0.9, 0.5, 0.1, 0.01].map((share) => typicalityInWords(share).says);
  assert.deepEqual(said, [
    'Very typical of this library',
    'Typical of this library',
    'Unusual for this library',
    'Unlike anything in this library, so take it with care',
  ]);
});

test('the reason is a count of a hundred', () => {
  assert.equal(typicalityInWords(0.239).because, '24 of 100 seconds of the library lead to something rarer.');
  assert.equal(typicalityInWords(1).because, 'Nearly every second of the library leads to something rarer.');
  assert.equal(typicalityInWords(0.001).because, 'Hardly a second of the library leads to something rarer.');
});
