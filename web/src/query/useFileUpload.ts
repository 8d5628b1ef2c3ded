import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Moment } from '../routing/address.ts';
import { uploadFile } from './uploadFile.ts';

type UploadStatus =
  { state: 'none' } | { state: 'uploading'; name: string } | { state: 'failed'; name: string; problem: Problem };

/** Uploads one file at a time; a new upload cancels the previous one. */
export function useFileUpload(onUploaded: (moment: Moment) => void) {
  const [status, setStatus] = useState<UploadStatus>({ state: 'none' });
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const cancel = () => {
    current.current?.abort();
    setStatus({ state: 'none' });
  };
  const upload = (file: File) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setStatus({ state: 'uploading', name: file.name });
    uploadFile(file, controller.signal).then(
      (moment) => {
        if (controller.signal.aborted) return;
        setStatus({ state: 'none' });
        onUploaded(moment);
      },
      (thrown: unknown) => {
        if (!controller.signal.aborted) setStatus({ state: 'failed', name: file.name, problem: asProblem(thrown) });
      },
    );
  };
  return { status, upload, cancel };
}
