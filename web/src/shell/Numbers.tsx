export type NumberRow = readonly [name: string, value: string];

/** Names and their values, one a line; the names are different. */
export function Numbers({ rows }: { rows: readonly NumberRow[] }) {
  return (
    <dl class="numbers">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
