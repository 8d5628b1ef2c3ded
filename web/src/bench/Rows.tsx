import type { Tokens } from 'marked';
import { Inline } from './Inline.tsx';
import { isNumber } from './text.ts';

/** A table: a wide one scrolls within itself, by keys too. */
export function Rows({ table, figures }: { table: Tokens.Table; figures: readonly string[] }) {
  const isOfNumbers = table.header.map((_, column) => {
    const cells = table.rows.map((row) => row[column]?.text ?? '').filter((text) => text.trim() !== '');
    return cells.length > 0 && cells.every(isNumber);
  });
  const [first = ''] = table.header.map(({ text }) => text);
  return (
    <div class="bench-table" role="region" aria-label={`Table: ${first || 'results'}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, column) => (
              <th key={column} scope="col" class={isOfNumbers[column] ? 'number' : undefined}>
                <Inline tokens={cell.tokens} figures={figures} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => (
                <td key={column} class={isOfNumbers[column] ? 'number' : undefined}>
                  <Inline tokens={cell.tokens} figures={figures} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
