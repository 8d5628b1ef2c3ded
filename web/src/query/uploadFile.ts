import { fetchJson } from '../api/fetchJson.ts';
import { waveformUrl } from '../api/media.ts';
import { Problem } from '../api/problem.ts';
import type { Upload, Waveform } from '../api/types.ts';
import { facts } from '../library/facts.ts';
import type { Moment } from '../routing/address.ts';
import { loudestSpan } from '../timeline/peaks.ts';

/** Length of the default moment of a longer file: about one event. */
const DEFAULT_SECS = 3;

/** Uploads a file; returns its default moment, the loudest one. */
export async function uploadFile(file: File, signal: AbortSignal): Promise<Moment> {
  if (facts.value && file.size > facts.value.max_upload_bytes) {
    throw new Problem('too-large', 'This file is too large', undefined);
  }
  const address = `/api/uploads?name=${encodeURIComponent(file.name)}`;
  const { upload, n_secs: nSecs, has } = await fetchJson<Upload>(address, { method: 'POST', body: file, signal });
  if (nSecs <= DEFAULT_SECS) return { upload };
  if (!has.audio) return { upload, span: { start: 0, len: DEFAULT_SECS } };
  const peaks = await fetchJson<Waveform>(waveformUrl({ upload }), { signal });
  return { upload, span: loudestSpan(peaks, DEFAULT_SECS, nSecs) };
}
