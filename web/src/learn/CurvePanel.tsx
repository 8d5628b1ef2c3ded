import { useMemo } from 'preact/hooks';
import type { AlignedData, Series } from 'uplot';
import type { Modality } from '../api/model.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { WORD } from '../modality/words.ts';
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
    series: [{}, ...curves.map(({ modality }) => line(modality, far))],
  });
  const newest = curves.map(({ modality, values }) => ({ modality, value: values.at(-1) ?? null }));
  const told = newest.map(({ modality, value }) => `${modality ? `${WORD[modality]} ` : ''}${measured(value)}`).join(', ');
  return (
    <figure class="curve-panel">
      <figcaption>
        <h3>{title}</h3>
        <p class="curve-newest number">
          {newest.map(({ modality, value }) => (
            <span key={modality} class={modality ? `${modality}-ink` : ''}>
              {modality && <ModalityMark of={modality} />} {modality && <span class="sr-only">{WORD[modality]} </span>}
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

const line = (modality: Modality | null, far: number): Series => ({
  stroke: () => colour(modality ?? 'ink'),
  width: 2,
  ...(modality === 'visual' ? { dash: [6, 3] } : {}),
  // Of few epochs there would be no line to see.
  points: { show: far <= 40, size: 5, fill: () => colour(modality ?? 'ink') },
});
