/**
 * Light or dark theme. The colours (`styles/theme.css`) follow the system; if the user chose the other theme, the media
 * condition of the dark rule is replaced, so that each colour is defined only once.
 */
import { computed, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

const STORAGE_KEY = 'earsight.theme';
const systemQuery = window.matchMedia('(prefers-color-scheme: dark)');

const chosen = signal<Theme | null>(readStored());
const systemTheme = signal<Theme>(systemQuery.matches ? 'dark' : 'light');
systemQuery.addEventListener('change', () => {
  systemTheme.value = systemQuery.matches ? 'dark' : 'light';
});

export const theme = computed<Theme>(() => chosen.value ?? systemTheme.value);

export function setTheme(next: Theme): void {
  // The system's theme needs no stored choice.
  chosen.value = next === systemTheme.value ? null : next;
  try {
    if (chosen.value) localStorage.setItem(STORAGE_KEY, chosen.value);
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // Without storage the choice is lost when the page is closed.
  }
}

/** Applies the theme to the document, now and whenever it changes. */
export function applyTheme(): void {
  const darkRule = findDarkRule();
  const root = document.documentElement;
  theme.subscribe((now) => {
    if (darkRule) darkRule.media.mediaText = now === 'dark' ? 'all' : 'not all';
    root.style.colorScheme = now;
  });
}

function findDarkRule(): CSSMediaRule | undefined {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
  return rules.find(
    (rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-color-scheme'),
  );
}

function readStored(): Theme | null {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    return null;
  }
}
