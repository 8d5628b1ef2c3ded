import type { Span } from '../api/types.ts';

/** Narrower frames are not recognizable. */
const MIN_WIDTH_PX = 56;

/** A span of a clip and the second in its middle, whose picture stands for it. */
export interface Frame {
  second: number;
  span: Span;
}

/** As many frames as fit side by side, all of the same number of seconds except the last. */
export function framesFor(nSecs: number, widthPx: number): Frame[] {
  if (widthPx <= 0) return [];
  const maxFrames = Math.max(1, Math.floor(widthPx / MIN_WIDTH_PX));
  const secsPerFrame = Math.max(1, Math.ceil(nSecs / maxFrames));
  return Array.from({ length: Math.ceil(nSecs / secsPerFrame) }, (_, index) => {
    const start = index * secsPerFrame;
    const len = Math.min(secsPerFrame, nSecs - start);
    return { second: start + Math.floor(len / 2), span: { start, len } };
  });
}
