import type { WordQuery } from '../api/types.ts';

const WHY_NOT: Partial<Record<WordQuery['terms'][number]['status'], string>> = {
  unknown: 'unknown',
  'too-general': 'too general',
  unused: 'the other words say more',
};

/** Which words of a text were not searched for, and why; empty if all were. */
export function describeReading({ terms }: Pick<WordQuery, 'terms'>): string {
  const others = terms.flatMap(({ term, status }) => {
    const why = WHY_NOT[status];
    return why ? [`“${term}” (${why})`] : [];
  });
  return others.length === 0 ? '' : `Not searched for: ${others.join(', ')}.`;
}
