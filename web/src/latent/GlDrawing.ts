import { density, type Drawing, lineOpacity, linesDrawn, type Look, pairsInTime, pointSize } from './drawing.ts';
import type { Pairs } from './pairs.ts';
import { FRAGMENT, VERTEX } from './shaders.ts';

const UNIFORMS = ['centre', 'reach', 'diameter', 'opacity'] as const;
type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;

/** Places go to the graphics card once, colours when they change; a frame is two calls and some numbers. */
export class GlDrawing implements Drawing {
  readonly #gl: WebGL2RenderingContext;
  readonly #n: number;
  readonly #colours: WebGLBuffer;
  readonly #uniform: Uniforms;
  #nMoving: number;

  /** None where the browser has no WebGL. */
  static of(pairs: Pairs): GlDrawing | null {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
    const program = gl && programOf(gl);
    return program ? new GlDrawing(canvas, gl, program, pairs) : null;
  }

  private constructor(
    readonly canvas: HTMLCanvasElement,
    gl: WebGL2RenderingContext,
    program: WebGLProgram,
    pairs: Pairs,
  ) {
    this.#gl = gl;
    this.#n = pairs.n;
    this.#nMoving = pairsInTime(pairs.n, Infinity);
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#uniform = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
    ) as Uniforms;
    bufferOf(gl, gl.getAttribLocation(program, 'place'), 2, gl.FLOAT);
    gl.bufferData(gl.ARRAY_BUFFER, pairs.places, gl.STATIC_DRAW);
    this.#colours = bufferOf(gl, gl.getAttribLocation(program, 'colour'), 4, gl.UNSIGNED_BYTE);
  }

  recolour(colours: Uint8Array): void {
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#colours);
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, colours, this.#gl.DYNAMIC_DRAW);
  }

  draw(look: Look): void {
    const gl = this.#gl;
    const { view, size, zoom, isMoving } = look;
    const begun = performance.now();
    fit(this.canvas, size);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(this.#uniform.centre, view.x, view.y);
    gl.uniform2f(this.#uniform.reach, size.width / 2 / view.scale, size.height / 2 / view.scale);
    const nLines = linesDrawn(this.#n, look);
    if (nLines > 0) {
      gl.uniform1f(this.#uniform.diameter, 0);
      gl.uniform1f(this.#uniform.opacity, lineOpacity(nLines, zoom));
      gl.drawArrays(gl.LINES, 0, nLines * 2);
    }
    gl.uniform1f(this.#uniform.diameter, pointSize(this.#n, zoom) * density());
    gl.uniform1f(this.#uniform.opacity, 0.85);
    gl.drawArrays(gl.POINTS, 0, (isMoving ? this.#nMoving : this.#n) * 2);
    if (!isMoving) this.#nMoving = pairsInTime(this.#n, this.#finished() - begun);
  }

  /** Drawing goes on after the calls return; a pixel can only be read when all is drawn. */
  #finished(): number {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
    return performance.now();
  }

  dispose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function fit(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }): void {
  const wanted = { width: Math.round(width * density()), height: Math.round(height * density()) };
  // Setting a size, even the same one, makes the canvas anew.
  if (canvas.width !== wanted.width || canvas.height !== wanted.height) Object.assign(canvas, wanted);
}

function bufferOf(gl: WebGL2RenderingContext, attribute: number, nNumbers: number, type: number): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(attribute);
  gl.vertexAttribPointer(attribute, nNumbers, type, type === gl.UNSIGNED_BYTE, 0, 0);
  return buffer;
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram | null {
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
