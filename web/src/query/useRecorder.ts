import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';

/** Recordings stop automatically after this time. */
export const MAX_SECS = 30;

type Status =
  { state: 'none' } | { state: 'requesting' } | { state: 'recording' } | { state: 'failed'; problem: Problem };

interface Recorder {
  status: Status;
  /** The sound level, 0 to 1. */
  level: Signal<number>;
  /** Length of the recording so far. */
  secs: Signal<number>;
  start: () => void;
  stop: () => void;
  /** Stops without a result. */
  discard: () => void;
}

/** Records from the microphone into a file; the microphone is released afterwards. */
export function useRecorder(onRecorded: (file: File) => void): Recorder {
  const [status, setStatus] = useState<Status>({ state: 'none' });
  const level = useSignal(0);
  const secs = useSignal(0);
  const recording = useRef<{ stop: () => void; discard: () => void } | null>(null);
  useEffect(() => () => recording.current?.discard(), []);

  const start = () => {
    setStatus({ state: 'requesting' });
    openMicrophone().then(
      (stream) => {
        recording.current = record(stream, {
          onLevel: (now, elapsed) => {
            level.value = now;
            secs.value = elapsed;
          },
          onStop: (file) => {
            recording.current = null;
            setStatus({ state: 'none' });
            onRecorded(file);
          },
        });
        setStatus({ state: 'recording' });
      },
      (thrown: unknown) => setStatus({ state: 'failed', problem: microphoneProblem(thrown) }),
    );
  };
  const discard = () => {
    recording.current?.discard();
    setStatus({ state: 'none' });
  };
  return { status, level, secs, start, stop: () => recording.current?.stop(), discard };
}

async function openMicrophone(): Promise<MediaStream> {
  // Browsers provide microphones only to encrypted pages and to those of the same machine.
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  // The processing is made for speech and removes other sounds, such as dogs and bells, as noise.
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
}

interface Callbacks {
  onLevel: (level: number, secs: number) => void;
  onStop: (file: File) => void;
}

function record(stream: MediaStream, { onLevel, onStop }: Callbacks) {
  const recorder = new MediaRecorder(stream);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const chunks: Blob[] = [];
  const startMs = performance.now();
  let frame = 0;
  let isDiscarded = false;

  const measure = () => {
    analyser.getFloatTimeDomainData(samples);
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const elapsed = (performance.now() - startMs) / 1000;
    // In decibels: 0 for −60 dB and below, 1 for full scale.
    onLevel(Math.min(Math.max(1 + Math.log10(Math.max(rms, 1e-6)) / 3, 0), 1), elapsed);
    if (elapsed >= MAX_SECS) stop();
    else frame = requestAnimationFrame(measure);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const discard = () => {
    isDiscarded = true;
    stop();
  };
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    const type = recorder.mimeType.split(';')[0] ?? 'audio/webm';
    if (!isDiscarded) onStop(new File(chunks, `recording.${type.split('/')[1] ?? 'webm'}`, { type }));
  });
  recorder.start();
  measure();
  return { stop, discard };
}

function microphoneProblem(thrown: unknown): Problem {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotFoundError')
    return new Problem('microphone', 'No microphone found', 'Connect one, or upload a file instead.');
  return new Problem(
    'microphone',
    'No access to the microphone',
    'Allow this page to use the microphone in the browser, or upload a file instead.',
  );
}
