import type { ComponentType } from 'preact';
import { useRequest } from '../api/useRequest.ts';
import { Loading } from './Loading.tsx';
import { ProblemNote } from './ProblemNote.tsx';

interface Props<PageProps> {
  name: string;
  load: () => Promise<ComponentType<PageProps>>;
  props: PageProps;
}

/** A page whose code is loaded when it is first shown. */
export function LazyPage<PageProps extends object>({ name, load, props }: Props<PageProps>) {
  const loaded = useRequest(name, load);
  if (loaded.state === 'loading') return <Loading text="Loading page…" />;
  if (loaded.state === 'failed') return <ProblemNote problem={loaded.problem} retry={loaded.retry} />;
  const Page = loaded.value;
  return <Page {...props} />;
}
