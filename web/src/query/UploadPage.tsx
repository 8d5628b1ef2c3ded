import './query.css';
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Moment } from '../routing/address.ts';
import { Loading } from '../shell/Loading.tsx';
import { takeFocus } from '../shell/takeFocus.ts';
import { UploadProblem } from './UploadProblem.tsx';
import { useDrop } from './useDrop.ts';
import { useFileUpload } from './useFileUpload.ts';

const UploadContext = createContext<(file: File) => void>(() => {});

/** The function that uploads a file as the query of the surrounding `UploadPage`. */
export const useUpload = () => useContext(UploadContext);

interface Props {
  heading: string;
  lead?: string | undefined;
  /** Receives the uploaded file and its default moment. */
  onUploaded: (moment: Moment) => void;
  children: ComponentChildren;
}

/** A page whose query can be an uploaded file; files can be dropped anywhere on it. */
export function UploadPage({ heading, lead, onUploaded, children }: Props) {
  const { status, upload, cancel } = useFileUpload(onUploaded);
  const isDragOver = useDrop(upload);
  return (
    <UploadContext.Provider value={upload}>
      <h1>{heading}</h1>
      {lead && <p class="lead">{lead}</p>}
      {status.state === 'uploading' && (
        <div class="uploading" onKeyDown={(event) => event.key === 'Escape' && cancel()}>
          <Loading text={`Processing ${status.name}…`} />
          <button type="button" ref={takeFocus} onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
      {status.state === 'failed' && <UploadProblem name={status.name} problem={status.problem} />}
      <div class={isDragOver ? 'drag-over' : undefined}>{children}</div>
    </UploadContext.Provider>
  );
}
