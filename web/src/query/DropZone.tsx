import { Microphone } from './Microphone.tsx';
import { useUpload } from './UploadPage.tsx';

/** Upload a file: drop, choose or record it. */
export function DropZone() {
  const upload = useUpload();
  const onChange = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const [file] = currentTarget.files ?? [];
    // Choosing the same file again fires another event.
    currentTarget.value = '';
    if (file) upload(file);
  };
  return (
    <div class="drop-zone">
      <p class="drop-title">Drop a video, audio file or image here</p>
      <p class="quiet">It stays on the computer that runs Earsight, and is deleted when Earsight exits.</p>
      <div class="drop-buttons">
        <label class="button file-button">
          Choose a file
          <input type="file" accept="video/*,audio/*,image/*" class="sr-only" onChange={onChange} />
        </label>
        <Microphone onRecorded={upload} />
      </div>
    </div>
  );
}
