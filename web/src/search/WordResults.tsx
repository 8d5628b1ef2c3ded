import type { Modality, WordsRequest, WordsResponse } from '../api/types.ts';
import { usePost } from '../api/usePost.ts';
import { counted, percent } from '../format/numbers.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { ResultList } from '../results/ResultList.tsx';
import { WordCard } from '../results/WordCard.tsx';
import { Link } from '../routing/Link.tsx';
import { describeReading } from './describeReading.ts';
import { ResultsSection } from './ResultsSection.tsx';
import { N_RESULTS } from './searchRequest.ts';
import { UnknownWords } from './UnknownWords.tsx';

interface Props {
  words: string;
  from: Modality;
  to: Modality;
}

const HEADING: Record<Modality, string> = { audio: 'Sounds', visual: 'Pictures' };

/** Where the concepts of a text are heard or seen, most probable first. */
export function WordResults({ words, from, to }: Props) {
  const body: WordsRequest = { text: words, to, k: N_RESULTS, per_video: 1 };
  const request = usePost<WordsResponse>('/api/words', body);
  return (
    <ResultsSection
      heading={`${HEADING[to]} of “${words}”`}
      request={request}
      order="most probable first"
      option={
        <Link to={{ page: 'search', from, to }} class="results-option">
          Choose another query
        </Link>
      }
      problemNote={(problem) =>
        problem.kind === 'invalid' ? (
          <UnknownWords
            words={words}
            problem={problem}
            toWords={(name) => ({ page: 'search', words: name, from, to })}
          />
        ) : undefined
      }
    >
      {(response) =>
        response.found.length === 0 ? (
          <p class="empty">No clip of this library has a {MODALITY_NAME[to]}.</p>
        ) : (
          <>
            <p class="word-search-note">
              {describeReading(response.query)} Probability of {counted(response.query.concepts.length, 'concept')}, not
              calibrated; the mean of all {counted(response.n_compared, 'second')} is {percent(response.mean_score)}.
            </p>
            <ResultList
              key={JSON.stringify(body)}
              results={response.found}
              card={(result, rank) => <WordCard result={result} modality={to} id={`word ${rank}`} />}
            />
          </>
        )
      }
    </ResultsSection>
  );
}
