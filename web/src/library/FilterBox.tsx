import { counted } from '../format/numbers.ts';

interface Props {
  filter: string;
  setFilter: (filter: string) => void;
  /** Number of matching clips; null while it is loading. */
  nMatching: number | null;
}

export function FilterBox({ filter, setFilter, nMatching }: Props) {
  return (
    <search class="filter">
      <label for="filter">Filter by name</label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="dog, street, 2024…"
        value={filter}
        onInput={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
      />
      <p class="sr-only" role="status">
        {filter && nMatching !== null ? `${counted(nMatching, 'clip')} found` : ''}
      </p>
    </search>
  );
}
