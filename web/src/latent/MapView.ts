import { computed, signal } from '@preact/signals';
import type { Extent } from './pairs.ts';

/** The place in the middle of the map, and how many pixels of the page a unit of the space is. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** A place on the map, in pixels from its upper left corner. */
export interface Spot {
  left: number;
  top: number;
}

/** Room around everything, in pixels. */
const MARGIN = 28;
const LEAST_ZOOM = 0.6;
const MOST_ZOOM = 400;

/** Which part of the space the map shows; all of it until somebody looks closer. */
export class MapView {
  readonly size = signal<Size>({ width: 1, height: 1 });
  readonly #chosen = signal<View | null>(null);
  readonly #whole = computed(() => wholeOf(this.extent, this.size.value));
  readonly view = computed<View>(() => this.#chosen.value ?? this.#whole.value);
  readonly isWhole = computed(() => this.#chosen.value === null);
  /** How many times larger than when all is shown. */
  readonly zoom = computed(() => this.view.value.scale / this.#whole.value.scale);

  constructor(readonly extent: Extent) {}

  showWhole(): void {
    this.#chosen.value = null;
  }

  /** What is shown goes along with the pointer. */
  drag(byLeft: number, byTop: number): void {
    const { x, y, scale } = this.view.peek();
    this.#show({ x: x - byLeft / scale, y: y + byTop / scale, scale });
  }

  /** What lies at the spot stays there. */
  zoomBy(factor: number, at?: Spot): void {
    const { width, height } = this.size.peek();
    const spot = at ?? { left: width / 2, top: height / 2 };
    const whole = this.#whole.peek().scale;
    const { x, y, scale } = this.view.peek();
    const next = clamp(scale * factor, whole * LEAST_ZOOM, whole * MOST_ZOOM);
    const kept = 1 / scale - 1 / next;
    this.#show({ x: x + (spot.left - width / 2) * kept, y: y - (spot.top - height / 2) * kept, scale: next });
  }

  spotOf(place: { x: number; y: number }): Spot {
    const { x, y, scale } = this.view.value;
    const { width, height } = this.size.value;
    return { left: width / 2 + (place.x - x) * scale, top: height / 2 - (place.y - y) * scale };
  }

  placeAt({ left, top }: Spot): { x: number; y: number } {
    const { x, y, scale } = this.view.peek();
    const { width, height } = this.size.peek();
    return { x: x + (left - width / 2) / scale, y: y - (top - height / 2) / scale };
  }

  /** Nobody gets lost: the middle of the map is a place where something may lie. */
  #show({ x, y, scale }: View): void {
    const { left, right, bottom, top } = this.extent;
    this.#chosen.value = { x: clamp(x, left, right), y: clamp(y, bottom, top), scale };
  }
}

function wholeOf({ left, right, bottom, top }: Extent, { width, height }: Size): View {
  const across = Math.max(width - 2 * MARGIN, 1) / Math.max(right - left, 1e-6);
  const along = Math.max(height - 2 * MARGIN, 1) / Math.max(top - bottom, 1e-6);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Math.min(across, along) };
}

const clamp = (number: number, least: number, most: number) => Math.min(Math.max(number, least), most);
