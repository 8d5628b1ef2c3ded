/** A colour of the current theme; read for every drawing, since the theme can change. */
export function colour(name: 'audio' | 'visual' | 'accent' | 'ink' | 'quiet' | 'rule', opacity = 1): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return opacity === 1 ? value : `color-mix(in srgb, ${value} ${opacity * 100}%, transparent)`;
}
