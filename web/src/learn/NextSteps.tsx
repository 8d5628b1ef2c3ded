import { facts } from '../library/facts.ts';
import { Link } from '../routing/Link.tsx';

/** Links to use a learned model, and how to switch to it. */
export function NextSteps({ model }: { model: string }) {
  const inUse = facts.value?.model;
  return (
    <>
      <Link to={{ page: 'library' }} class="button primary">
        Open the library
      </Link>
      <Link to={{ page: 'search', from: 'audio', to: 'visual' }} class="button">
        Search
      </Link>
      {inUse !== undefined && inUse !== model && (
        <p class="quiet">
          {inUse ? `The model in use is still ${inUse}. ` : 'The library has several models. '}
          To use this one, start <code>earsight serve</code> with <code>--model {model}</code>.
        </p>
      )}
    </>
  );
}
