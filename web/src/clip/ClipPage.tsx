import './clip.css';
import { fetchJson } from '../api/fetchJson.ts';
import { sourceUrl } from '../api/media.ts';
import type { Clip, Span } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { clipName } from '../format/clipName.ts';
import { Link } from '../routing/Link.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { ClipView } from './ClipView.tsx';

interface Props {
  clip: string;
  span?: Span | undefined;
}

export default function ClipPage({ clip, span }: Props) {
  const { folder, title } = clipName(clip);
  const request = useRequest(clip, (signal) => fetchJson<Clip>(sourceUrl({ clip }), { signal }));
  useTitle(title);
  return (
    <>
      <p class="crumbs">
        <Link to={{ page: 'library' }}>Library</Link>
        {folder && <span> / {folder}</span>}
      </p>
      <h1>{title}</h1>
      {request.state === 'loading' && <Loading text="Loading clip…" />}
      {request.state === 'failed' && <ProblemNote problem={request.problem} retry={request.retry} />}
      {request.state === 'loaded' && <ClipView key={clip} clip={request.value} span={span} />}
    </>
  );
}
