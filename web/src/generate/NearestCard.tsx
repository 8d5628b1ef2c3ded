import type { Modality, SearchResult } from '../api/types.ts';
import { MomentCard } from '../results/MomentCard.tsx';
import { Numbers } from '../shell/Numbers.tsx';

interface Props {
  /** Unique on the page. */
  id: string;
  result: SearchResult;
  /** The modality that was generated. */
  modality: Modality;
  /** Length of the query. */
  nSecs: number;
  showsDistance?: boolean;
}

/** A real second near to generated features. */
export function NearestCard({ id, result, modality, nSecs, showsDistance }: Props) {
  const { clip, second, distance, own_recording: isOwnRecording } = result;
  return (
    <MomentCard id={id} clip={clip} span={{ start: second, len: nSecs }} modality={modality}>
      {isOwnRecording && <p class="result-note">same recording</p>}
      {showsDistance && (
        <details>
          <summary>Details</summary>
          <Numbers rows={[['Distance (0 to 2)', distance.toFixed(3)]]} />
        </details>
      )}
    </MomentCard>
  );
}
