import assert from 'node:assert/strict';
import test from 'node:test';
import { nameColumn, numberColumns } from './columns.ts';

test('columns of numbers are recognized', () => {
  const rows = [
    ['ms-vae', '30.5 (27.4–33.7)', '-0.061 ± 0.032', '1st', '–'],
    ['cca', '79.1', '+0.02', '2', '—'],
    ['l3-net', '–', '(-0.8..1.9)', '3', ''],
  ];
  assert.deepEqual(numberColumns(rows), [false, true, true, false, false]);
});

test('a table without rows has no columns', () => {
  assert.deepEqual(numberColumns([]), []);
});

test('the first column without duplicates names the rows', () => {
  const rows = [
    ['none', 'ms-vae', '1'],
    ['none', 'cca', '2'],
    ['yes', 'avdln', '3'],
  ];
  assert.equal(nameColumn(rows), 1);
  assert.equal(
    nameColumn([
      ['a', '1'],
      ['a', '1'],
    ]),
    0,
  );
});
