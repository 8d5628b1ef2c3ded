import { clock } from '../library/time.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { takeFocus } from '../shell/takeFocus.ts';
import { MOST_SECS, useRecorder } from './useRecorder.ts';

/** Records a sound to ask with. */
export function Microphone({ onRecorded }: { onRecorded: (file: File) => void }) {
  const { recording, level, secs, begin, end, forget } = useRecorder(onRecorded);
  if (recording.state === 'on') {
    return (
      <div class="recording" onKeyDown={(event) => event.key === 'Escape' && forget()}>
        <button type="button" class="primary" ref={takeFocus} onClick={end}>
          <span class="recording-stop" aria-hidden="true" />
          Stop and ask
        </button>
        <meter min={0} max={1} value={level} aria-label="How loud it is" />
        <span class="quiet number">
          {clock(secs.value)} of {clock(MOST_SECS)}
        </span>
        <span class="sr-only" role="status">
          Recording
        </span>
      </div>
    );
  }
  return (
    <>
      <button type="button" onClick={begin} disabled={recording.state === 'asking'}>
        <svg viewBox="0 0 16 16" class="microphone" aria-hidden="true">
          <path d="M8 1.5a2.5 2.5 0 0 1 2.5 2.5v3.5a2.5 2.5 0 0 1-5 0V4A2.5 2.5 0 0 1 8 1.5zM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.5" />
        </svg>
        {recording.state === 'asking' ? 'Waiting for the microphone…' : 'Record a sound'}
      </button>
      {recording.state === 'refused' && <ProblemNote problem={recording.problem} />}
    </>
  );
}
