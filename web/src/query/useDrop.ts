import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Receives files that are dropped anywhere on the page; returns whether one is dragged over it now. */
export function useDrop(onFile: (file: File) => void): boolean {
  const [isDragOver, setDragOver] = useState(false);
  const callback = useRef(onFile);
  callback.current = onFile;
  useLayoutEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Without this the browser opens the file.
      event.preventDefault();
      setDragOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDragOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) callback.current(file);
    };
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => controller.abort();
  }, []);
  return isDragOver;
}
