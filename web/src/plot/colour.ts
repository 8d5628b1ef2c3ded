/** A colour of the theme as it is now; asked for at every drawing, since themes change. */
export function colour(
  name: 'audio' | 'visual' | 'answer' | 'accent' | 'ink' | 'quiet' | 'rule' | 'card',
  opacity = 1,
): string {
  const found = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return opacity === 1 ? found : `color-mix(in srgb, ${found} ${opacity * 100}%, transparent)`;
}
