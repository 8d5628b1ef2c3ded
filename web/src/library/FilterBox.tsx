import { counted } from './time.ts';

interface Props {
  filter: string;
  setFilter: (filter: string) => void;
  /** How many have the text in their names; null while that is asked. */
  nFound: number | null;
}

export function FilterBox({ filter, setFilter, nFound }: Props) {
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
        {filter && nFound !== null ? `${counted(nFound, 'clip')} found` : ''}
      </p>
    </search>
  );
}
