import type { Size, View } from './MapView.ts';

/** How the points are to be drawn now. */
export interface Look {
  view: View;
  size: Size;
  zoom: number;
  isJoined: boolean;
  /** Between two pictures of a movement nobody sees every line. */
  isMoving: boolean;
}

/** Something that draws pairs on a canvas of its own. */
export interface Drawing {
  readonly canvas: HTMLCanvasElement;
  recolour(colours: Uint8Array): void;
  draw(look: Look): void;
  dispose(): void;
}

/** Lines that are drawn while the map moves: the slowest part where there is no graphics card. */
const MOST_LINES_MOVING = 3000;

export function linesDrawn(n: number, { isJoined, isMoving }: Look): number {
  if (!isJoined) return 0;
  return isMoving ? Math.min(n, MOST_LINES_MOVING) : n;
}

/** What a moving picture may take of the sixteen milliseconds of a frame. */
const MOVING_MS = 10;
const LEAST_MOVING = 4000;

/** How many pairs are drawn while the map moves where all of them took that long: all, with a graphics card. */
export function pairsInTime(n: number, tookMs: number): number {
  return Math.min(n, Math.max(LEAST_MOVING, Math.floor((n * MOVING_MS) / Math.max(tookMs, 0.1))));
}

/** The more there are, the smaller and the fainter; closer up they grow, though less than what is between them. */
export function pointSize(n: number, zoom: number): number {
  const whole = Math.min(Math.max(40 / Math.max(n, 1) ** 0.25, 2.6), 11);
  return Math.min(whole * Math.max(zoom, 1) ** 0.35, 16);
}

export function lineOpacity(n: number, zoom: number): number {
  return Math.min(Math.max((7 / Math.sqrt(Math.max(n, 1))) * Math.max(zoom, 1) ** 0.5, 0.05), 0.45);
}

/** The page's pixels are several of the screen's; more than two of them nobody sees. */
export const density = () => Math.min(window.devicePixelRatio || 1, 2);
