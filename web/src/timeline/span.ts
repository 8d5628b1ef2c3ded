import type { Span } from '../api/types.ts';
import { clock } from '../format/time.ts';

/** The whole seconds that lie, at least in part, between two times. */
export function spanBetween(one: number, other: number, nSecs: number): Span {
  const clamp = (secs: number) => Math.min(Math.max(secs, 0), nSecs);
  const start = Math.min(Math.floor(clamp(Math.min(one, other))), Math.max(nSecs - 1, 0));
  const end = Math.max(Math.ceil(clamp(Math.max(one, other))), start + 1);
  return { start, len: end - start };
}

/** The part of a span within a clip of `nSecs` seconds; at least one second. */
export function clampSpan({ start, len }: Span, nSecs: number): Span {
  return spanBetween(start, start + len, nSecs);
}

export const endOf = ({ start, len }: Span) => start + len;

/** 0:03–0:05 */
export function formatSpan(span: Span): string {
  return `${clock(span.start)}–${clock(endOf(span))}`;
}
