import { useLayoutEffect, useRef } from 'preact/hooks';
import { Library } from '../library/Library.tsx';
import { shown } from '../routing/location.ts';
import { Header } from './Header.tsx';
import { saved } from '../api/saved.ts';
import { Later } from './Later.tsx';
import { NEEDS_SERVER } from './needsServer.ts';
import { Nowhere } from './Nowhere.tsx';
import { SavedNote } from './SavedNote.tsx';

export function App() {
  const main = useRef<HTMLElement>(null);
  const page = shown.value;
  const place = page.page === 'clip' ? page.clip : page.page;
  const last = useRef(place);
  useLayoutEffect(() => {
    // Whoever does not see the page change is put at its start; on the first page the browser did so.
    if (last.current !== place) main.current?.focus({ preventScroll: true });
    last.current = place;
  }, [place]);
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        {saved && <SavedNote saved={saved} />}
        <Shown />
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

function Shown() {
  const page = shown.value;
  if (saved && NEEDS_SERVER.includes(page.page)) return <Nowhere />;
  switch (page.page) {
    case 'library':
      return <Library />;
    case 'clip':
      return <Later name="the clip" load={clipPage} given={{ clip: page.clip, span: page.span }} />;
    case 'search':
      return <Later name="search" load={searchPage} given={{ moment: page.moment, from: page.from, to: page.to }} />;
    case 'generate':
      return <Later name="generation" load={generatePage} given={{ moment: page.moment, from: page.from }} />;
    case 'latent':
      return <Later name="the latent space" load={latentPage} given={{}} />;
    case 'model':
      return <Later name="the model" load={modelPage} given={{}} />;
    case 'learn':
      return <Later name="learning" load={learnPage} given={{ job: page.job }} />;
    case 'bench':
      return <Later name="the bench" load={benchPage} given={{}} />;
    default:
      return <Nowhere />;
  }
}
