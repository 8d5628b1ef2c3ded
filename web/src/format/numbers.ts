export function thousands(n: number): string {
  return n.toLocaleString('en');
}

/** A number with its noun: 1 clip, 10,000 clips. */
export function counted(n: number, noun: string): string {
  return `${thousands(n)} ${noun}${n === 1 ? '' : 's'}`;
}

export const percent = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %`;

/** A probability as a percentage; an estimate is never 0 % or 100 %. */
export function probabilityPercent(probability: number): string {
  if (probability < 0.0005) return '< 0.1 %';
  return probability > 0.995 ? '> 99 %' : percent(probability);
}

/** A measurement with few digits; a dash where there is none. */
export function shortNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return size >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
