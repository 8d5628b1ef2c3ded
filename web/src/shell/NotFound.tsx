import { Link } from '../routing/Link.tsx';
import { useTitle } from './useTitle.ts';

export function NotFound() {
  useTitle('Page not found');
  return (
    <>
      <h1>Page not found</h1>
      <p class="lead">There is no page at this address.</p>
      <p>
        <Link to={{ page: 'library' }}>Back to the library</Link>
      </p>
    </>
  );
}
