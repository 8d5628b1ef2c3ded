import { fetchJson } from '../api/fetchJson.ts';
import { waveformUrl } from '../api/media.ts';
import type { HasModality, Source, Waveform } from '../api/types.ts';
import { type RequestState, useRequest } from '../api/useRequest.ts';

/** The waveform of a file; it is not requested if the file has no sound. */
export function useWaveform(source: Source, has: HasModality): RequestState<Waveform> {
  const address = waveformUrl(source);
  return useRequest(address, has.audio ? (signal) => fetchJson<Waveform>(address, { signal }) : null);
}
