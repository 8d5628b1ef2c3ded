import { useEffect, useRef } from 'preact/hooks';
import { Library } from '../library/Library.tsx';
import { shown } from '../routing/location.ts';
import { Header } from './Header.tsx';
import { Later } from './Later.tsx';
import { Nowhere } from './Nowhere.tsx';

export function App() {
  const main = useRef<HTMLElement>(null);
  const page = shown.value;
  const place = page.page === 'clip' ? page.clip : page.page;
  const last = useRef(place);
  useEffect(() => {
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
        <Shown />
      </main>
    </>
  );
}

const clipPage = async () => (await import('../clip/ClipPage.tsx')).default;

function Shown() {
  const page = shown.value;
  switch (page.page) {
    case 'library':
      return <Library />;
    case 'clip':
      return <Later name="the clip" load={clipPage} given={{ clip: page.clip, span: page.span }} />;
    default:
      return <Nowhere />;
  }
}
