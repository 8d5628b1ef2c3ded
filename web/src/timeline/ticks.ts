const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Round times from the start on, no more than `most` of them, none so near the end that its text is cut. */
export function ticks(duration: number, most: number): number[] {
  const step = STEPS.find((secs) => duration / secs <= most) ?? 3600 * Math.ceil(duration / 3600 / most);
  const times: number[] = [];
  for (let secs = 0; secs < duration - step * 0.15; secs += step) times.push(secs);
  return times;
}
