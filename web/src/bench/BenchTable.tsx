import type { Tokens } from 'marked';
import { nameColumn, numberColumns } from './columns.ts';
import { Inlines } from './Inlines.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { wordsOf } from './tokens.ts';

/** Longer names are broken into lines. */
const SHORT_NAME = 24;

/** Numbers line up, and the name of a row stays in sight while the table scrolls. */
export function BenchTable({ table, label }: { table: Tokens.Table; label: string }) {
  const words = table.rows.map((row) => row.map(({ tokens }) => wordsOf(tokens)));
  const isNumber = numberColumns(words);
  const name = nameColumn(words);
  const isShort = words.every((row) => (row[name] ?? '').length <= SHORT_NAME);
  const look = (column: number) => {
    if (column === name) return isShort ? 'name short' : 'name';
    return isNumber[column] ? 'number' : undefined;
  };
  return (
    <ScrollRegion label={`Table: ${label}`}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, column) => (
              <th key={column} scope="col" class={look(column)}>
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
                  <Cell key={column} {...(column === name && { scope: 'row' })} class={look(column)}>
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
