import { fetchJson } from '../api/fetchJson.ts';
import { sourceUrl } from '../api/media.ts';
import type { Clip, HasModality, Source, Span, Upload } from '../api/types.ts';
import { type RequestState, useRequest } from '../api/useRequest.ts';
import type { Moment } from '../routing/address.ts';
import { clampSpan } from '../timeline/span.ts';

/** Some seconds of a clip or of an upload. */
export interface Query {
  source: Source;
  /** The name of the file. */
  name: string;
  has: HasModality;
  nSecs: number;
  duration: number;
  span: Span;
}

/** Loads what is known about the file of a moment. */
export function useQuery(moment: Moment | undefined): RequestState<Query> | null {
  const { clip, upload } = moment ?? {};
  const source = clip === undefined ? { upload: upload ?? '' } : { clip };
  const address = sourceUrl(source);
  const request = useRequest(address, moment ? (signal) => fetchJson<Clip | Upload>(address, { signal }) : null);
  if (!moment) return null;
  if (request.state !== 'loaded') return request.state === 'loading' ? { state: 'loading' } : request;
  const { has, n_secs: nSecs, duration_secs: duration } = request.value;
  const name = 'clip' in request.value ? request.value.clip : request.value.name;
  const span = clampSpan(moment.span ?? { start: 0, len: nSecs }, nSecs);
  return { state: 'loaded', value: { source, name, has, nSecs, duration, span } };
}

/** A query as requests name it. */
export function toSource({ source, span }: Query): Source {
  return { ...source, span };
}
