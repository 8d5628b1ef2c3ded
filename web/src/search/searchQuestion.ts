import type { Modality, SearchQuestion, Source } from '../api/model.ts';

/** As many results as one looks at. */
const MOST = 24;

/** What is asked for with a moment: `isElsewhere` leaves its own clip out. */
export function searchQuestion(query: Source, from: Modality, to: Modality, isElsewhere: boolean): SearchQuestion {
  return { query, from, to, k: MOST, elsewhere: isElsewhere };
}
