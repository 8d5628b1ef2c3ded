import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Files that are dropped anywhere on the page; whether one is over it now. */
export function useDrop(onFile: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  const last = useRef(onFile);
  last.current = onFile;
  useLayoutEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    const isOfFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const move = (event: DragEvent) => {
      if (!isOfFiles(event)) return;
      // Else the browser would open the file instead of the page.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!isOfFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) last.current(file);
    };
    window.addEventListener('dragover', move, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => over.abort();
  }, []);
  return isOver;
}
