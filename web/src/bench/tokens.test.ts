import assert from 'node:assert/strict';
import test from 'node:test';
import { lexer } from 'marked';
import { fileNameOf, figuresIn, headingsOf } from './tokens.ts';

test('headings have unique ids', () => {
  const headings = headingsOf(lexer('# A *fine* `bench`\n\n## Table 1: in %\n\ntext\n\n## Table 1: in %\n\n## …\n'));
  assert.deepEqual(
    headings.map(({ id, depth, text }) => [id, depth, text]),
    [
      ['a-fine-bench', 1, 'A fine bench'],
      ['table-1-in', 2, 'Table 1: in %'],
      ['table-1-in-2', 2, 'Table 1: in %'],
      ['section', 2, '…'],
    ],
  );
});

test('figures are identified by file name', () => {
  assert.deepEqual(figuresIn(lexer('![one](docs/figures/fig2.svg)\n\nsee ![two](fig3.svg) here')), [
    'fig2.svg',
    'fig3.svg',
  ]);
  assert.equal(fileNameOf('fig.svg'), 'fig.svg');
});
