import { saved } from '../api/saved.ts';
import type { Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { currentPage } from '../routing/location.ts';
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx';
import { Logo } from './Logo.tsx';
import { NEEDS_SERVER } from './needsServer.ts';

const PAGES: { to: Page; name: string }[] = [
  { to: { page: 'library' }, name: 'Library' },
  { to: { page: 'search', from: 'audio', to: 'audio' }, name: 'Search' },
  { to: { page: 'generate', from: 'audio' }, name: 'Generate' },
  { to: { page: 'latent' }, name: 'Map' },
  { to: { page: 'model' }, name: 'Model' },
  { to: { page: 'learn' }, name: 'Learn' },
  { to: { page: 'bench' }, name: 'Bench' },
];

export function Header() {
  // Clips belong to the library.
  const current = currentPage.value.page === 'clip' ? 'library' : currentPage.value.page;
  return (
    <header class="header">
      <div class="header-in">
        <Link to={{ page: 'library' }} class="brand">
          <Logo />
          <span>Earsight</span>
        </Link>
        <nav aria-label="Pages">
          <ul>
            {PAGES.filter(({ to }) => !(saved && NEEDS_SERVER.includes(to.page))).map(({ to, name }) => (
              <li key={name}>
                <Link to={to} aria-current={to.page === current ? 'page' : undefined}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </div>
    </header>
  );
}
