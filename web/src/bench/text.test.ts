import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNumber, read } from './text.ts';

test('a long text has a list of its headings, each with a place of its own', () => {
  const { headings, blocks } = read('# A\n\n## Table 1: exact\n\nText.\n\n## B\n\n## B\n', 'REPRODUCTION.md');
  assert.deepEqual(
    headings.map(({ id, depth }) => [id, depth]),
    [
      ['reproduction-md-0-a', 1],
      ['reproduction-md-1-table-1-exact', 2],
      ['reproduction-md-2-b', 2],
      ['reproduction-md-3-b', 2],
    ],
  );
  assert.ok(blocks.some((block) => block.type === 'paragraph'));
});

test('a short text needs none', () => {
  assert.deepEqual(read('# A\n\n| a |\n|---|\n| 1 |\n', 'a.md').headings, []);
});

test('numbers are told from words', () => {
  for (const number of ['0.37', '30.5 (27.4–33.7)', '-0.061 ± 0.032', '**.495**', '–', '−1']) assert.ok(isNumber(number), number);
  for (const word of ['ms-vae', 'holds', '', 'L3']) assert.ok(!isNumber(word), word);
});
