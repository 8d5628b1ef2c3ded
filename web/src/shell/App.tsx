import { useLayoutEffect, useRef } from 'preact/hooks';
import { saved } from '../api/saved.ts';
import { Library } from '../library/Library.tsx';
import { currentPage } from '../routing/location.ts';
import { Header } from './Header.tsx';
import { LazyPage } from './LazyPage.tsx';
import { NEEDS_SERVER } from './needsServer.ts';
import { NotFound } from './NotFound.tsx';
import { SavedNote } from './SavedNote.tsx';

export function App() {
  const main = useRef<HTMLElement>(null);
  const page = currentPage.value;
  const key = page.page === 'clip' ? page.clip : page.page;
  const lastKey = useRef(key);
  useLayoutEffect(() => {
    // Moves the focus to a new page, as the browser does for the first one.
    if (lastKey.current !== key) main.current?.focus({ preventScroll: true });
    lastKey.current = key;
  }, [key]);
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        {saved && <SavedNote saved={saved} />}
        <CurrentPage />
      </main>
    </>
  );
}

const clipPage = async () => (await import('../clip/ClipPage.tsx')).default;
const searchPage = async () => (await import('../search/SearchPage.tsx')).default;
const generatePage = async () => (await import('../generate/GeneratePage.tsx')).default;
const latentPage = async () => (await import('../latent/LatentPage.tsx')).default;
const modelPage = async () => (await import('../model/ModelPage.tsx')).default;
const learnPage = async () => (await import('../learn/LearnPage.tsx')).default;
const benchPage = async () => (await import('../bench/BenchPage.tsx')).default;

function CurrentPage() {
  const page = currentPage.value;
  if (saved && NEEDS_SERVER.includes(page.page)) return <NotFound />;
  switch (page.page) {
    case 'library':
      return <Library />;
    case 'clip':
      return <LazyPage name="clip" load={clipPage} props={{ clip: page.clip, span: page.span }} />;
    case 'search':
      return (
        <LazyPage
          name="search"
          load={searchPage}
          props={{ words: page.words, moment: page.moment, from: page.from, to: page.to }}
        />
      );
    case 'generate':
      return <LazyPage name="generate" load={generatePage} props={{ moment: page.moment, from: page.from }} />;
    case 'latent':
      return <LazyPage name="latent" load={latentPage} props={{}} />;
    case 'model':
      return <LazyPage name="model" load={modelPage} props={{}} />;
    case 'learn':
      return <LazyPage name="learn" load={learnPage} props={{ job: page.job }} />;
    case 'bench':
      return <LazyPage name="bench" load={benchPage} props={{}} />;
    default:
      return <NotFound />;
  }
}
