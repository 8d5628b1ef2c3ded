import {
  type Drawing,
  type DrawOptions,
  lineOpacity,
  linesToDraw,
  pairsWithinBudget,
  pixelRatio,
  pointSize,
} from './drawing.ts';
import type { Pairs } from './pairs.ts';

/** Draws without WebGL; slower, and with fewer points while the view changes. */
export class CanvasDrawing implements Drawing {
  #colours: Uint8Array = new Uint8Array();
  #nMoving = 0;
  readonly #context: CanvasRenderingContext2D;

  readonly canvas = document.createElement('canvas');

  constructor(readonly pairs: Pairs) {
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('This browser does not support canvas.');
    this.#context = context;
  }

  setColours(colours: Uint8Array): void {
    this.#colours = colours;
  }

  draw(options: DrawOptions): void {
    const { view, size, zoom, isMoving } = options;
    const startMs = performance.now();
    const context = this.#context;
    this.canvas.width = Math.round(size.width * pixelRatio());
    this.canvas.height = Math.round(size.height * pixelRatio());
    context.scale(pixelRatio(), pixelRatio());
    const { n, positions } = this.pairs;
    const left = (point: number) => size.width / 2 + ((positions[point * 2] ?? 0) - view.x) * view.scale;
    const top = (point: number) => size.height / 2 - ((positions[point * 2 + 1] ?? 0) - view.y) * view.scale;

    const nLines = linesToDraw(n, options);
    context.globalAlpha = lineOpacity(nLines, zoom);
    for (let pair = 0; pair < nLines; pair += 1) {
      context.strokeStyle = this.#colourOf(pair * 2);
      context.beginPath();
      context.moveTo(left(pair * 2), top(pair * 2));
      context.lineTo(left(pair * 2 + 1), top(pair * 2 + 1));
      context.stroke();
    }

    context.globalAlpha = 0.85;
    const radius = pointSize(n, zoom) * 0.41;
    const nPoints = (isMoving ? this.#nMoving : n) * 2;
    for (let point = 0; point < nPoints; point += 1) {
      context.fillStyle = this.#colourOf(point);
      context.beginPath();
      if (point % 2 === 0) context.arc(left(point), top(point), radius, 0, 2 * Math.PI);
      else traceTriangle(context, left(point), top(point), radius * 1.2);
      context.fill();
    }
    if (!isMoving) this.#nMoving = pairsWithinBudget(n, performance.now() - startMs);
  }

  dispose(): void {
    this.canvas.width = 0;
  }

  #colourOf(point: number): string {
    const [red = 0, green = 0, blue = 0, opacity = 0] = this.#colours.subarray(point * 4, point * 4 + 4);
    return `rgb(${red} ${green} ${blue} / ${opacity / 255})`;
  }
}

function traceTriangle(context: CanvasRenderingContext2D, left: number, top: number, radius: number): void {
  context.moveTo(left, top - radius);
  context.lineTo(left + radius, top + radius * 0.72);
  context.lineTo(left - radius, top + radius * 0.72);
}
