import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WordQuery } from '../api/types.ts';
import { describeReading } from './describeReading.ts';

type Term = WordQuery['terms'][number];
const term = (text: string, status: Term['status']): Term => ({
  term: text,
  status,
  is_ambiguous: false,
  senses: [],
  suggestions: [],
});

test('words that were not searched for are named with the reason', () => {
  assert.equal(describeReading({ terms: [term('dog', 'used')] }), '');
  const terms = [term('dog', 'used'), term('barking', 'unknown'), term('object', 'too-general'), term('run', 'unused')];
  assert.equal(
    describeReading({ terms }),
    'Not searched for: “barking” (unknown), “object” (too general), “run” (the other words say more).',
  );
});
