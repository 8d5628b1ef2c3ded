import type { Size, View } from './MapView.ts';

/** How to draw the points. */
export interface DrawOptions {
  view: View;
  size: Size;
  zoom: number;
  showsLines: boolean;
  /** While the view changes, fewer lines and points are drawn. */
  isMoving: boolean;
}

/** Draws pairs of points on a canvas. */
export interface Drawing {
  readonly canvas: HTMLCanvasElement;
  /** Four bytes per point. */
  setColours(colours: Uint8Array): void;
  draw(options: DrawOptions): void;
  dispose(): void;
}

/** Lines are the slowest part without a graphics card. */
const MAX_LINES_MOVING = 3000;

export function linesToDraw(nPairs: number, { showsLines, isMoving }: DrawOptions): number {
  if (!showsLines) return 0;
  return isMoving ? Math.min(nPairs, MAX_LINES_MOVING) : nPairs;
}

/** Time for the points in one of 60 frames per second. */
const BUDGET_MS = 10;
const MIN_PAIRS_MOVING = 4000;

/** How many of the pairs to draw while the view changes, if drawing all of them took `tookMs`. */
export function pairsWithinBudget(nPairs: number, tookMs: number): number {
  return Math.min(nPairs, Math.max(MIN_PAIRS_MOVING, Math.floor((nPairs * BUDGET_MS) / Math.max(tookMs, 0.1))));
}

/** Diameter in pixels: smaller for more points, larger when zoomed in. */
export function pointSize(nPairs: number, zoom: number): number {
  const base = Math.min(Math.max(40 / Math.max(nPairs, 1) ** 0.25, 2.6), 11);
  return Math.min(base * Math.max(zoom, 1) ** 0.35, 16);
}

export function lineOpacity(nLines: number, zoom: number): number {
  return Math.min(Math.max((7 / Math.sqrt(Math.max(nLines, 1))) * Math.max(zoom, 1) ** 0.5, 0.05), 0.45);
}

/** Screen pixels per CSS pixel; more than two make no visible difference. */
export const pixelRatio = () => Math.min(window.devicePixelRatio || 1, 2);
