import { ScrollRegion } from '../bench/ScrollRegion.tsx';
import { otherModality, WORD } from '../modality/words.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import type { Row, Table } from './checkTables.ts';

/** Scores with their intervals, beside chance, the linear baseline and controls. */
export function CheckTable({ table: { title, says, isPercent, groups, chance } }: { table: Table }) {
  const write = (share: number) => (isPercent ? `${(share * 100).toFixed(1)} %` : share.toFixed(3));
  return (
    <div class="check">
      <h3>{title}</h3>
      <p class="quiet">{says}</p>
      <ScrollRegion label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">Method</th>
              <th scope="col" class="number">
                Score
              </th>
              <th scope="col" class="number">
                95 % interval
              </th>
              <th scope="col" class="check-scale">
                <span>0</span>
                <span>1</span>
              </th>
            </tr>
          </thead>
          {groups.map(({ from, rows }) => (
            <tbody key={from}>
              <tr class="check-direction">
                <th scope="rowgroup" colSpan={4}>
                  <ModalityMark of={from} /> {WORD[from]} → <ModalityMark of={otherModality(from)} /> {WORD[otherModality(from)]}
                </th>
              </tr>
              {rows.map((row) => (
                <Score key={row.name} row={row} chance={chance} write={write} />
              ))}
              <tr class="check-control">
                <th scope="row">chance</th>
                <td class="number">{write(chance)}</td>
                <td class="number">–</td>
                <td>
                  <Bar value={null} interval={undefined} chance={chance} />
                </td>
              </tr>
            </tbody>
          ))}
        </table>
      </ScrollRegion>
    </div>
  );
}

function Score({ row, chance, write }: { row: Row; chance: number; write: (share: number) => string }) {
  const { name, role, value, interval } = row;
  return (
    <tr class={`check-${role}`}>
      <th scope="row">{name}</th>
      <td class="number">{write(value)}</td>
      <td class="number">{interval ? `${write(interval[0])} to ${write(interval[1])}` : '–'}</td>
      <td>
        <Bar value={value} interval={interval} chance={chance} />
      </td>
    </tr>
  );
}

/** The score from 0 to 1, its interval as a line over it, chance as a dashed one across. */
function Bar({
  value,
  interval,
  chance,
}: {
  value: number | null;
  interval: readonly [number, number] | undefined;
  chance: number;
}) {
  const x = (share: number) => Math.min(Math.max(share, 0), 1) * 200;
  return (
    <svg class="check-bar" viewBox="0 0 200 18" preserveAspectRatio="none" aria-hidden="true">
      <rect class="check-track" x="0" y="5" width="200" height="8" />
      {value !== null && <rect class="check-value" x="0" y="5" width={x(value)} height="8" />}
      {interval && <path class="check-interval" d={`M${x(interval[0])} 9H${x(interval[1])}`} />}
      <path class="check-chance" d={`M${x(chance)} 1v16`} />
    </svg>
  );
}
