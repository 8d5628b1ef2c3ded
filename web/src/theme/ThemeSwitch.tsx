import { setTheme, theme } from './theme.ts';

export function ThemeSwitch() {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="theme-switch"
      aria-label={`Use ${other} colours`}
      title={`Use ${other} colours`}
      onClick={() => setTheme(other)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {other === 'dark' ? (
          <path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2Z" />
        ) : (
          <>
            <circle cx="12" cy="12" r="4.2" />
            <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />
          </>
        )}
      </svg>
    </button>
  );
}
