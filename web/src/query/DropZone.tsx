import { useBring } from './BringAlong.tsx';
import { Microphone } from './Microphone.tsx';

/** Where to bring a file of one's own: dropped, picked or recorded. */
export function DropZone() {
  const bring = useBring();
  const pick = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const [file] = currentTarget.files ?? [];
    // The same file may be picked again.
    currentTarget.value = '';
    if (file) bring(file);
  };
  return (
    <div class="drop-zone">
      <p class="drop-title">Drop a film, a sound or a picture here</p>
      <p class="quiet">It stays on this machine and is forgotten when the program ends.</p>
      <div class="drop-ways">
        <label class="button drop-pick">
          Pick a file
          <input type="file" accept="video/*,audio/*,image/*" class="sr-only" onChange={pick} />
        </label>
        <Microphone onRecorded={bring} />
      </div>
    </div>
  );
}
