import { useMemo } from 'preact/hooks';
import type { AlignedData, Series } from 'uplot';
import type { Modality } from '../api/model.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { SenseMark } from '../sense/SenseMark.tsx';
import { WORD } from '../sense/words.ts';
import { horizon } from './horizon.ts';
import { measured } from './measured.ts';
import type { Panel } from './panels.ts';

interface Props {
  panel: Panel;
  epochs: number[];
  nEpochs: number;
}

/** A drawing with its name, its newest values and what it means. */
export function CurvePanel({ panel, epochs, nEpochs }: Props) {
  const { title, says, curves, range } = panel;
  const far = horizon(epochs.length, nEpochs);
  const data = useMemo((): AlignedData => [epochs, ...curves.map(({ values }) => values)], [curves]);
  const options = (): PlotOptions => ({
    legend: { show: false },
    cursor: { show: false },
    padding: [10, 20, 0, 0],
    scales: { x: { time: false, range: [1, far] }, y: range ? { range } : {} },
    axes: [
      { ...axis(), space: 48, size: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000] },
      { ...axis(), space: 28, size: 48 },
    ],
    series: [{}, ...curves.map(({ sense }) => line(sense, far))],
  });
  const newest = curves.map(({ sense, values }) => ({ sense, value: values.at(-1) ?? null }));
  const told = newest.map(({ sense, value }) => `${sense ? `${WORD[sense]} ` : ''}${measured(value)}`).join(', ');
  return (
    <figure class="curve-panel">
      <figcaption>
        <h3>{title}</h3>
        <p class="curve-newest number">
          {newest.map(({ sense, value }) => (
            <span key={sense} class={sense ? `${sense}-ink` : ''}>
              {sense && <SenseMark of={sense} />} {sense && <span class="sr-only">{WORD[sense]} </span>}
              {measured(value)}
            </span>
          ))}
        </p>
        <p class="curve-says">{says}</p>
      </figcaption>
      <Plot
        class="curve-plot"
        shape={`${far} ${range} ${curves.length}`}
        options={options}
        data={data}
        label={`${title}, epoch ${epochs.length} of ${nEpochs}: ${told}`}
      />
    </figure>
  );
}

const axis = () => ({
  stroke: () => colour('quiet'),
  font: '11px system-ui, sans-serif',
  gap: 4,
  grid: { stroke: () => colour('rule'), width: 1 },
  ticks: { show: false },
});

const line = (sense: Modality | null, far: number): Series => ({
  stroke: () => colour(sense ?? 'ink'),
  width: 2,
  ...(sense === 'visual' ? { dash: [6, 3] } : {}),
  // Of few epochs there would be no line to see.
  points: { show: far <= 40, size: 5, fill: () => colour(sense ?? 'ink') },
});
