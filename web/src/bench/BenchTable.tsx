import type { Tokens } from 'marked';
import { nameColumn, numberColumns } from './columns.ts';
import { Inlines } from './Inlines.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { textOf } from './tokens.ts';

/** Longer names are wrapped. */
const MAX_NAME_LENGTH = 24;

/** A table with numbers aligned and a name column that stays in view while the table scrolls. */
export function BenchTable({ table, label }: { table: Tokens.Table; label: string }) {
  const texts = table.rows.map((row) => row.map(({ tokens }) => textOf(tokens)));
  const isNumber = numberColumns(texts);
  const name = nameColumn(texts);
  const isShort = texts.every((row) => (row[name] ?? '').length <= MAX_NAME_LENGTH);
  const classOf = (column: number) => {
    if (column === name) return isShort ? 'name short' : 'name';
    return isNumber[column] ? 'number' : undefined;
  };
  return (
    <ScrollRegion label={`Table: ${label}`}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, column) => (
              <th key={column} scope="col" class={classOf(column)}>
                <Inlines tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, column) => {
                const Cell = column === name ? 'th' : 'td';
                return (
                  <Cell key={column} {...(column === name && { scope: 'row' })} class={classOf(column)}>
                    <Inlines tokens={cell.tokens} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
