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
import { FRAGMENT, VERTEX } from './shaders.ts';

const UNIFORMS = ['centre', 'halfSize', 'diameter', 'opacity'] as const;
type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;

/** Draws with WebGL: positions are uploaded once, colours when they change, and a frame takes two draw calls. */
export class GlDrawing implements Drawing {
  readonly #gl: WebGL2RenderingContext;
  readonly #nPairs: number;
  readonly #colours: WebGLBuffer;
  readonly #uniforms: Uniforms;
  #nMoving: number;

  /** Null if the browser has no WebGL 2. */
  static of(pairs: Pairs): GlDrawing | null {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
    const program = gl && linkProgram(gl);
    return program ? new GlDrawing(canvas, gl, program, pairs) : null;
  }

  private constructor(
    readonly canvas: HTMLCanvasElement,
    gl: WebGL2RenderingContext,
    program: WebGLProgram,
    pairs: Pairs,
  ) {
    this.#gl = gl;
    this.#nPairs = pairs.n;
    this.#nMoving = pairsWithinBudget(pairs.n, Infinity);
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#uniforms = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
    ) as Uniforms;
    createBuffer(gl, gl.getAttribLocation(program, 'position'), 2, gl.FLOAT);
    gl.bufferData(gl.ARRAY_BUFFER, pairs.positions, gl.STATIC_DRAW);
    this.#colours = createBuffer(gl, gl.getAttribLocation(program, 'colour'), 4, gl.UNSIGNED_BYTE);
  }

  setColours(colours: Uint8Array): void {
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#colours);
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, colours, this.#gl.DYNAMIC_DRAW);
  }

  draw(options: DrawOptions): void {
    const gl = this.#gl;
    const { view, size, zoom, isMoving } = options;
    const startMs = performance.now();
    resize(this.canvas, size);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(this.#uniforms.centre, view.x, view.y);
    gl.uniform2f(this.#uniforms.halfSize, size.width / 2 / view.scale, size.height / 2 / view.scale);
    const nLines = linesToDraw(this.#nPairs, options);
    if (nLines > 0) {
      gl.uniform1f(this.#uniforms.diameter, 0);
      gl.uniform1f(this.#uniforms.opacity, lineOpacity(nLines, zoom));
      gl.drawArrays(gl.LINES, 0, nLines * 2);
    }
    gl.uniform1f(this.#uniforms.diameter, pointSize(this.#nPairs, zoom) * pixelRatio());
    gl.uniform1f(this.#uniforms.opacity, 0.85);
    gl.drawArrays(gl.POINTS, 0, (isMoving ? this.#nMoving : this.#nPairs) * 2);
    if (!isMoving) this.#nMoving = pairsWithinBudget(this.#nPairs, this.#finish() - startMs);
  }

  /** Draw calls return early; reading a pixel waits until everything is drawn. Returns the time. */
  #finish(): number {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
    return performance.now();
  }

  dispose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function resize(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }): void {
  const pixels = { width: Math.round(width * pixelRatio()), height: Math.round(height * pixelRatio()) };
  // Setting a size clears the canvas, even if it is the same.
  if (canvas.width !== pixels.width || canvas.height !== pixels.height) Object.assign(canvas, pixels);
}

function createBuffer(gl: WebGL2RenderingContext, attribute: number, nComponents: number, type: number): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(attribute);
  gl.vertexAttribPointer(attribute, nComponents, type, type === gl.UNSIGNED_BYTE, 0, 0);
  return buffer;
}

function linkProgram(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
