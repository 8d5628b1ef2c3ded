/** The pixels of an element, from Chromium's screenshots. */
import { inflateSync } from 'node:zlib';
import type { Locator } from 'playwright-core';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Pixels {
  at: (left: number, top: number) => Rgb;
  /** The number of pixels near a colour. */
  count: (colour: Rgb) => number;
}

export async function pixelsOf(element: Locator): Promise<Pixels> {
  const { width, height, nBytes, rows } = decodePng(await element.screenshot());
  const pixel = (i: number): Rgb => [rows[i * nBytes]!, rows[i * nBytes + 1]!, rows[i * nBytes + 2]!];
  return {
    at: (left, top) => pixel(Math.round(top) * width + Math.round(left)),
    count: (colour) => {
      let n = 0;
      for (let i = 0; i < width * height; i += 1) if (isNear(pixel(i), colour)) n += 1;
      return n;
    },
  };
}

/** Tolerates transparent and antialiased points. */
export function isNear(one: Rgb, other: Rgb): boolean {
  return one.every((channel, i) => Math.abs(channel - other[i]!) < 64);
}

/** Decodes a PNG with eight bits per channel (PNG specification, sections 5 and 9). */
function decodePng(png: Buffer) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const nBytes = png[25] === 6 ? 4 : 3;
  const chunks: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      chunks.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(chunks));
  const stride = width * nBytes;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (stride + 1)]!;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < nBytes ? 0 : rows[at - nBytes]!;
      const above = y === 0 ? 0 : rows[at - stride]!;
      const corner = x < nBytes || y === 0 ? 0 : rows[at - stride - nBytes]!;
      const prediction = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      rows[at] = lines[y * (stride + 1) + 1 + x]! + prediction;
    }
  }
  return { width, height, nBytes, rows };
}

function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
