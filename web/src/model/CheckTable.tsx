import { ScrollRegion } from '../bench/ScrollRegion.tsx';
import { MODALITY_NAME, otherModality } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import type { Row, Table } from './checkTables.ts';

/** Scores with confidence intervals, with chance, the linear baseline and controls. */
export function CheckTable({ table: { title, description, isPercent, groups, chance } }: { table: Table }) {
  const format = (score: number) => (isPercent ? `${(score * 100).toFixed(1)} %` : score.toFixed(3));
  return (
    <div class="check">
      <h3>{title}</h3>
      <p class="quiet">{description}</p>
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
                  <ModalityMark of={from} /> {MODALITY_NAME[from]} → <ModalityMark of={otherModality(from)} />{' '}
                  {MODALITY_NAME[otherModality(from)]}
                </th>
              </tr>
              {rows.map((row) => (
                <ScoreRow key={row.name} row={row} chance={chance} format={format} />
              ))}
              <tr class="check-control">
                <th scope="row">chance</th>
                <td class="number">{format(chance)}</td>
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

function ScoreRow({ row, chance, format }: { row: Row; chance: number; format: (score: number) => string }) {
  const { name, role, value, interval } = row;
  return (
    <tr class={`check-${role}`}>
      <th scope="row">{name}</th>
      <td class="number">{format(value)}</td>
      <td class="number">{interval ? `${format(interval[0])} to ${format(interval[1])}` : '–'}</td>
      <td>
        <Bar value={value} interval={interval} chance={chance} />
      </td>
    </tr>
  );
}

/** The score from 0 to 1, its interval as a line, and chance as a dashed line. */
function Bar({
  value,
  interval,
  chance,
}: {
  value: number | null;
  interval: readonly [number, number] | undefined;
  chance: number;
}) {
  const x = (score: number) => Math.min(Math.max(score, 0), 1) * 200;
  return (
    <svg class="check-bar" viewBox="0 0 200 18" preserveAspectRatio="none" aria-hidden="true">
      <rect class="check-track" x="0" y="5" width="200" height="8" />
      {value !== null && <rect class="check-value" x="0" y="5" width={x(value)} height="8" />}
      {interval && <path class="check-interval" d={`M${x(interval[0])} 9H${x(interval[1])}`} />}
      <path class="check-chance" d={`M${x(chance)} 1v16`} />
    </svg>
  );
}
