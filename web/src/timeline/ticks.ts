const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** At most `maxTicks` round times, none so near the end that its label is cut off. */
export function ticks(duration: number, maxTicks: number): number[] {
  const step = STEPS.find((secs) => duration / secs <= maxTicks) ?? 3600 * Math.ceil(duration / 3600 / maxTicks);
  const times: number[] = [];
  for (let secs = 0; secs < duration - step * 0.15; secs += step) times.push(secs);
  return times;
}
