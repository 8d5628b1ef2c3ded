import assert from 'node:assert/strict';
import test from 'node:test';
import { numberColumns } from './columns.ts';

test('columns of numbers are told from columns of words', () => {
  const rows = [
    ['ms-vae', '30.5 (27.4–33.7)', '-0.061 ± 0.032', '1st', '–'],
    ['cca', '79.1', '+0.02', '2', '—'],
    ['l3-net', '–', '', '3', ''],
  ];
  assert.deepEqual(numberColumns(rows), [false, true, true, false, false]);
});

test('a table without rows has no columns', () => {
  assert.deepEqual(numberColumns([]), []);
});
