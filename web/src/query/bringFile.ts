import { ask } from '../api/ask.ts';
import type { Upload, Waveform } from '../api/model.ts';
import { waveformOf } from '../api/places.ts';
import { Problem } from '../api/problem.ts';
import { facts } from '../library/facts.ts';
import type { Moment } from '../routing/address.ts';
import { loudestSpan } from '../timeline/peaks.ts';

/** So much of a longer file is asked with to begin with: about one event. */
const SUGGESTED_SECS = 3;

/** Hands a file to the program on this machine; the moment to begin with is where most is heard. */
export async function bringFile(file: File, signal: AbortSignal): Promise<Moment> {
  const known = facts.value;
  if (known && !(known instanceof Problem) && file.size > known.max_upload_bytes) {
    throw new Problem('too-large', 'This file is too large', undefined);
  }
  const {
    upload,
    n_secs: nSecs,
    has,
  } = await ask<Upload>(`/api/uploads?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file, signal });
  if (nSecs <= SUGGESTED_SECS) return { upload };
  if (!has.audio) return { upload, span: { start: 0, len: SUGGESTED_SECS } };
  const peaks = await ask<Waveform>(waveformOf({ upload }), { signal });
  return { upload, span: loudestSpan(peaks, SUGGESTED_SECS, nSecs) };
}
