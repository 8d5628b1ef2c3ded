import './query.css';
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Moment } from '../routing/address.ts';
import { takeFocus } from '../shell/takeFocus.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { CannotRead } from './CannotRead.tsx';
import { useBringing } from './useBringing.ts';
import { useDrop } from './useDrop.ts';

/** Takes a file along, wherever on the page it is picked, dropped or recorded. */
const Bring = createContext<(file: File) => void>(() => {});

export const useBring = () => useContext(Bring);

interface Props {
  heading: string;
  lead?: string | undefined;
  /** A file was brought, and this is the moment of it to begin with. */
  onMoment: (moment: Moment) => void;
  children: ComponentChildren;
}

/** A page to which files can be brought: dropped anywhere on it, or as its parts offer. */
export function BringAlong({ heading, lead, onMoment, children }: Props) {
  const { bringing, bring, callOff } = useBringing(onMoment);
  const isOver = useDrop(bring);
  return (
    <Bring.Provider value={bring}>
      <h1>{heading}</h1>
      {lead && <p class="lead">{lead}</p>}
      {bringing.state === 'underway' && (
        <div class="bringing" onKeyDown={(event) => event.key === 'Escape' && callOff()}>
          <Waiting what={`Listening to ${bringing.name} and looking at it…`} />
          <button type="button" ref={takeFocus} onClick={callOff}>
            Never mind
          </button>
        </div>
      )}
      {bringing.state === 'refused' && <CannotRead name={bringing.name} problem={bringing.problem} />}
      <div class={isOver ? 'dropping' : undefined}>{children}</div>
    </Bring.Provider>
  );
}
