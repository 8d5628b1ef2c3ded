import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';

/** A recording ends there: a moment is asked about, not a concert. */
export const MOST_SECS = 30;

type Recording = { state: 'none' } | { state: 'asking' } | { state: 'on' } | { state: 'refused'; problem: Problem };

interface Recorder {
  recording: Recording;
  /** How loud it is now, 0 to 1. */
  level: Signal<number>;
  /** Seconds so far. */
  secs: Signal<number>;
  begin: () => void;
  end: () => void;
  /** Ends it, and nothing is asked with it. */
  forget: () => void;
}

/** The microphone; what was recorded is handed on as a file, and the microphone is let go. */
export function useRecorder(onRecorded: (file: File) => void): Recorder {
  const [recording, setRecording] = useState<Recording>({ state: 'none' });
  const level = useSignal(0);
  const secs = useSignal(0);
  const open = useRef<{ end: () => void; leave: () => void } | null>(null);
  useEffect(() => () => open.current?.leave(), []);

  const begin = () => {
    setRecording({ state: 'asking' });
    microphone().then(
      (stream) => {
        open.current = record(stream, {
          onLevel: (now, elapsed) => {
            level.value = now;
            secs.value = elapsed;
          },
          onEnd: (file) => {
            open.current = null;
            setRecording({ state: 'none' });
            onRecorded(file);
          },
        });
        setRecording({ state: 'on' });
      },
      (thrown: unknown) => setRecording({ state: 'refused', problem: asRefusal(thrown) }),
    );
  };
  const forget = () => {
    open.current?.leave();
    setRecording({ state: 'none' });
  };
  return { recording, level, secs, begin, end: () => open.current?.end(), forget };
}

async function microphone(): Promise<MediaStream> {
  // Browsers have none for pages of another machine that are not encrypted.
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  // The sound itself: what cleans up speech takes dogs and bells for noise.
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
}

interface Heard {
  onLevel: (level: number, secs: number) => void;
  onEnd: (file: File) => void;
}

function record(stream: MediaStream, { onLevel, onEnd }: Heard) {
  const recorder = new MediaRecorder(stream);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const pieces: Blob[] = [];
  const began = performance.now();
  let frame = 0;
  let isLeft = false;

  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const elapsed = (performance.now() - began) / 1000;
    // Ears hear decibels: −60 is silence, 0 is as loud as it can be.
    onLevel(Math.min(Math.max(1 + Math.log10(Math.max(loudness, 1e-6)) / 3, 0), 1), elapsed);
    if (elapsed >= MOST_SECS) end();
    else frame = requestAnimationFrame(look);
  };
  const end = () => {
    cancelAnimationFrame(frame);
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const leave = () => {
    isLeft = true;
    end();
  };
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    const type = recorder.mimeType.split(';')[0] ?? 'audio/webm';
    if (!isLeft) onEnd(new File(pieces, `recording.${type.split('/')[1] ?? 'webm'}`, { type }));
  });
  recorder.start();
  look();
  return { end, leave };
}

function asRefusal(thrown: unknown): Problem {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotFoundError')
    return new Problem('microphone', 'There is no microphone', 'Plug one in, or drop a file instead.');
  return new Problem(
    'microphone',
    'The microphone may not be used',
    'Allow it for this page in the browser, or drop a file instead.',
  );
}
