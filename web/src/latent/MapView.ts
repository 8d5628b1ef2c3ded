import { computed, signal } from '@preact/signals';
import type { Extent } from './pairs.ts';

/** The point of the latent plane in the middle of the map, and the scale in pixels per unit. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Pixels from the upper left corner of the map. */
export interface ScreenPoint {
  left: number;
  top: number;
}

const MARGIN_PX = 28;
const MIN_ZOOM = 0.6;
const MAX_ZOOM = 400;

/** The part of the latent plane that the map shows: all of it at first. */
export class MapView {
  readonly size = signal<Size>({ width: 1, height: 1 });
  readonly #chosen = signal<View | null>(null);
  readonly #full = computed(() => fullView(this.extent, this.size.value));
  readonly view = computed<View>(() => this.#chosen.value ?? this.#full.value);
  readonly showsAll = computed(() => this.#chosen.value === null);
  /** 1 if the map shows everything. */
  readonly zoom = computed(() => this.view.value.scale / this.#full.value.scale);

  constructor(readonly extent: Extent) {}

  showAll(): void {
    this.#chosen.value = null;
  }

  /** Moves the content by some pixels. */
  pan(left: number, top: number): void {
    const { x, y, scale } = this.view.peek();
    this.#show({ x: x - left / scale, y: y + top / scale, scale });
  }

  /** Zooms about a fixed point, by default the middle. */
  zoomBy(factor: number, at?: ScreenPoint): void {
    const { width, height } = this.size.peek();
    const fixed = at ?? { left: width / 2, top: height / 2 };
    const fullScale = this.#full.peek().scale;
    const { x, y, scale } = this.view.peek();
    const next = clamp(scale * factor, fullScale * MIN_ZOOM, fullScale * MAX_ZOOM);
    const shift = 1 / scale - 1 / next;
    this.#show({ x: x + (fixed.left - width / 2) * shift, y: y - (fixed.top - height / 2) * shift, scale: next });
  }

  toScreen(position: { x: number; y: number }): ScreenPoint {
    const { x, y, scale } = this.view.value;
    const { width, height } = this.size.value;
    return { left: width / 2 + (position.x - x) * scale, top: height / 2 - (position.y - y) * scale };
  }

  toPlane({ left, top }: ScreenPoint): { x: number; y: number } {
    const { x, y, scale } = this.view.peek();
    const { width, height } = this.size.peek();
    return { x: x + (left - width / 2) / scale, y: y - (top - height / 2) / scale };
  }

  /** The middle of the map stays within the extent, so that points cannot be lost from view. */
  #show({ x, y, scale }: View): void {
    const { left, right, bottom, top } = this.extent;
    this.#chosen.value = { x: clamp(x, left, right), y: clamp(y, bottom, top), scale };
  }
}

function fullView({ left, right, bottom, top }: Extent, { width, height }: Size): View {
  const scaleX = Math.max(width - 2 * MARGIN_PX, 1) / Math.max(right - left, 1e-6);
  const scaleY = Math.max(height - 2 * MARGIN_PX, 1) / Math.max(top - bottom, 1e-6);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Math.min(scaleX, scaleY) };
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
