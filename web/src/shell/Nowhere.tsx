import { Link } from '../routing/Link.tsx';
import { useTitle } from './useTitle.ts';

export function Nowhere() {
  useTitle('Nothing here');
  return (
    <>
      <h1>Nothing here</h1>
      <p class="lead">This address leads nowhere.</p>
      <p>
        <Link to={{ page: 'library' }}>Back to the library</Link>
      </p>
    </>
  );
}
