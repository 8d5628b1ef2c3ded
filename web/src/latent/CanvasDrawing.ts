import { density, type Drawing, lineOpacity, linesDrawn, type Look, pairsInTime, pointSize } from './drawing.ts';
import type { Pairs } from './pairs.ts';

/** The same picture where there is no WebGL: slower, and while it moves of fewer points. */
export class CanvasDrawing implements Drawing {
  #colours: Uint8Array = new Uint8Array();
  #nMoving = 0;
  readonly #ink: CanvasRenderingContext2D;

  readonly canvas = document.createElement('canvas');

  constructor(readonly pairs: Pairs) {
    const ink = this.canvas.getContext('2d');
    if (!ink) throw new Error('This browser draws on no canvas.');
    this.#ink = ink;
  }

  recolour(colours: Uint8Array): void {
    this.#colours = colours;
  }

  draw(look: Look): void {
    const { view, size, zoom, isMoving } = look;
    const begun = performance.now();
    const ink = this.#ink;
    this.canvas.width = Math.round(size.width * density());
    this.canvas.height = Math.round(size.height * density());
    ink.scale(density(), density());
    const { n, places } = this.pairs;
    const left = (point: number) => size.width / 2 + ((places[point * 2] ?? 0) - view.x) * view.scale;
    const top = (point: number) => size.height / 2 - ((places[point * 2 + 1] ?? 0) - view.y) * view.scale;

    const nLines = linesDrawn(n, look);
    ink.globalAlpha = lineOpacity(nLines, zoom);
    for (let pair = 0; pair < nLines; pair += 1) {
      ink.strokeStyle = this.#colourOf(pair * 2);
      ink.beginPath();
      ink.moveTo(left(pair * 2), top(pair * 2));
      ink.lineTo(left(pair * 2 + 1), top(pair * 2 + 1));
      ink.stroke();
    }

    ink.globalAlpha = 0.85;
    const radius = pointSize(n, zoom) * 0.41;
    const nPoints = (isMoving ? this.#nMoving : n) * 2;
    for (let point = 0; point < nPoints; point += 1) {
      ink.fillStyle = this.#colourOf(point);
      ink.beginPath();
      if (point % 2 === 0) ink.arc(left(point), top(point), radius, 0, 2 * Math.PI);
      else triangle(ink, left(point), top(point), radius * 1.2);
      ink.fill();
    }
    if (!isMoving) this.#nMoving = pairsInTime(n, performance.now() - begun);
  }

  dispose(): void {
    this.canvas.width = 0;
  }

  #colourOf(point: number): string {
    const [red = 0, green = 0, blue = 0, opacity = 0] = this.#colours.subarray(point * 4, point * 4 + 4);
    return `rgb(${red} ${green} ${blue} / ${opacity / 255})`;
  }
}

function triangle(ink: CanvasRenderingContext2D, left: number, top: number, radius: number): void {
  ink.moveTo(left, top - radius);
  ink.lineTo(left + radius, top + radius * 0.72);
  ink.lineTo(left - radius, top + radius * 0.72);
}
