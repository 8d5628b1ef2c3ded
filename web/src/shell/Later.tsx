import type { ComponentType } from 'preact';
import { useAnswer } from '../api/useAnswer.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { Waiting } from './Waiting.tsx';

interface Props<Given> {
  name: string;
  load: () => Promise<ComponentType<Given>>;
  given: Given;
}

/** A page whose program is fetched when it is first looked at. */
export function Later<Given extends object>({ name, load, given }: Props<Given>) {
  const loaded = useAnswer(name, load);
  if (loaded.state === 'waiting') return <Waiting what={`Opening ${name}…`} />;
  if (loaded.state === 'wrong') return <ProblemNote problem={loaded.problem} again={loaded.again} />;
  const Page = loaded.answer;
  return <Page {...given} />;
}
