/**
 * Light or dark. The colours (`styles/theme.css`) follow the system; somebody who chose otherwise is
 * obeyed by changing the condition of their rule for dark, not by a second set.
 */
import { computed, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

const KEPT_AS = 'earsight.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

const chosen = signal<Theme | null>(kept());
const systemTheme = signal<Theme>(system.matches ? 'dark' : 'light');
system.addEventListener('change', () => {
  systemTheme.value = system.matches ? 'dark' : 'light';
});

export const theme = computed<Theme>(() => chosen.value ?? systemTheme.value);

export function choose(next: Theme): void {
  // Back to what the system says: nothing to keep.
  chosen.value = next === systemTheme.value ? null : next;
  try {
    if (chosen.value) localStorage.setItem(KEPT_AS, chosen.value);
    else localStorage.removeItem(KEPT_AS);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Keeps the colours to the choice. */
export function obey(): void {
  const dark = ruleForDark();
  const root = document.documentElement;
  theme.subscribe((now) => {
    if (dark) dark.media.mediaText = now === 'dark' ? 'all' : 'not all';
    root.style.colorScheme = now;
  });
}

function ruleForDark(): CSSMediaRule | undefined {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
  return rules.find(
    (rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-color-scheme'),
  );
}

function kept(): Theme | null {
  try {
    const said = localStorage.getItem(KEPT_AS);
    return said === 'light' || said === 'dark' ? said : null;
  } catch {
    return null;
  }
}
