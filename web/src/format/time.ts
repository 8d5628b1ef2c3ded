import { counted, thousands } from './numbers.ts';

/** 83 → 1:23 */
export function clock(secs: number): string {
  const whole = Math.floor(secs);
  const seconds = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A rounded duration: 5400 → 1.5 hours. */
export function duration(secs: number): string {
  if (secs < 100) return counted(secs, 'second');
  if (secs < 5400) return counted(Math.round(secs / 60), 'minute');
  const hours = secs / 3600;
  return `${hours < 10 ? hours.toFixed(1).replace('.0', '') : thousands(Math.round(hours))} hours`;
}
