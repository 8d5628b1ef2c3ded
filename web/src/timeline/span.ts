import type { Moment } from '../routing/address.ts';
import type { Span } from '../api/model.ts';
import { clock } from '../library/time.ts';

/** The whole seconds that lie, at least in part, between two times. */
export function spanBetween(one: number, other: number, nSecs: number): Span {
  const within = (secs: number) => Math.min(Math.max(secs, 0), nSecs);
  const start = Math.min(Math.floor(within(Math.min(one, other))), Math.max(nSecs - 1, 0));
  const end = Math.max(Math.ceil(within(Math.max(one, other))), start + 1);
  return { start, len: end - start };
}

/** The part of it that lies in a clip of so many seconds. */
export function clamped({ start, len }: Span, nSecs: number): Span {
  return spanBetween(start, start + len, nSecs);
}

export const endOf = ({ start, len }: Span) => start + len;

/** 0:03–0:05 */
export function spanInWords(span: Span): string {
  return `${clock(span.start)}–${clock(endOf(span))}`;
}

/** A moment as text that differs where moments do. */
export function keyOf({ clip, upload, span }: Moment): string {
  return JSON.stringify([clip, upload, span?.start, span?.len]);
}
