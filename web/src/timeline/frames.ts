import type { Span } from '../api/model.ts';

/** Narrower frames show nothing. */
const LEAST_WIDTH_PX = 56;

/** A frame's picture is that of the second in its middle. */
export interface Frame {
  second: number;
  span: Span;
}

/** As many frames as fit side by side, each of the same number of seconds but the last. */
export function framesFor(nSecs: number, widthPx: number): Frame[] {
  if (widthPx <= 0) return [];
  const most = Math.max(1, Math.floor(widthPx / LEAST_WIDTH_PX));
  const each = Math.max(1, Math.ceil(nSecs / most));
  return Array.from({ length: Math.ceil(nSecs / each) }, (_, index) => {
    const start = index * each;
    const len = Math.min(each, nSecs - start);
    return { second: start + Math.floor(len / 2), span: { start, len } };
  });
}
