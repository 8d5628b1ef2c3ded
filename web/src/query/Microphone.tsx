import { clock } from '../format/time.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { takeFocus } from '../shell/takeFocus.ts';
import { MAX_SECS, useRecorder } from './useRecorder.ts';

/** Records a sound as the query. */
export function Microphone({ onRecorded }: { onRecorded: (file: File) => void }) {
  const { status, level, secs, start, stop, discard } = useRecorder(onRecorded);
  if (status.state === 'recording') {
    return (
      <div class="recording" onKeyDown={(event) => event.key === 'Escape' && discard()}>
        <button type="button" class="primary" ref={takeFocus} onClick={stop}>
          <span class="recording-stop" aria-hidden="true" />
          Stop recording
        </button>
        <meter min={0} max={1} value={level} aria-label="Sound level" />
        <span class="quiet number">
          {clock(secs.value)} of {clock(MAX_SECS)}
        </span>
        <span class="sr-only" role="status">
          Recording
        </span>
      </div>
    );
  }
  return (
    <>
      <button type="button" onClick={start} disabled={status.state === 'requesting'}>
        <svg viewBox="0 0 16 16" class="microphone" aria-hidden="true">
          <path d="M8 1.5a2.5 2.5 0 0 1 2.5 2.5v3.5a2.5 2.5 0 0 1-5 0V4A2.5 2.5 0 0 1 8 1.5zM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.5" />
        </svg>
        {status.state === 'requesting' ? 'Waiting for the microphone…' : 'Record a sound'}
      </button>
      {status.state === 'failed' && <ProblemNote problem={status.problem} />}
    </>
  );
}
