import type { Tokens } from 'marked';
import { numberColumns } from './columns.ts';
import { Inlines } from './Inlines.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { wordsOf } from './tokens.ts';

/** Numbers line up; the first cell of a row is its name. */
export function BenchTable({ table, label }: { table: Tokens.Table; label: string }) {
  const isNumber = numberColumns(table.rows.map((row) => row.map(({ tokens }) => wordsOf(tokens))));
  const look = (column: number) => (isNumber[column] ? 'number' : undefined);
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
                const Cell = column === 0 ? 'th' : 'td';
                return (
                  <Cell key={column} {...(column === 0 && { scope: 'row' })} class={look(column)}>
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
