import { useMemo } from 'preact/hooks';
import type { AlignedData, Series } from 'uplot';
import type { Modality } from '../api/types.ts';
import { shortNumber } from '../format/numbers.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { epochAxisEnd } from './epochAxisEnd.ts';
import type { Panel } from './panels.ts';

interface Props {
  panel: Panel;
  epochs: number[];
  nEpochs: number;
}

/** A plot of one or two training curves, with title, latest values and description. */
export function CurvePanel({ panel: { title, description, curves, range }, epochs, nEpochs }: Props) {
  const axisEnd = epochAxisEnd(epochs.length, nEpochs);
  const data = useMemo((): AlignedData => [epochs, ...curves.map(({ values }) => values)], [curves]);
  const options = (): PlotOptions => ({
    legend: { show: false },
    cursor: { show: false },
    padding: [10, 20, 0, 0],
    scales: { x: { time: false, range: [1, axisEnd] }, y: range ? { range } : {} },
    axes: [
      { ...axis(), space: 48, size: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000] },
      { ...axis(), space: 28, size: 48 },
    ],
    series: [{}, ...curves.map(({ modality }) => series(modality, axisEnd))],
  });
  const latest = curves.map(({ modality, values }) => ({ modality, value: shortNumber(values.at(-1) ?? null) }));
  const latestText = latest
    .map(({ modality, value }) => (modality ? `${MODALITY_NAME[modality]} ${value}` : value))
    .join(', ');
  return (
    <figure class="curve-panel">
      <figcaption>
        <h3>{title}</h3>
        <p class="curve-latest number">
          {latest.map(({ modality, value }) => (
            <span key={modality} class={modality ? `${modality}-ink` : ''}>
              {modality && (
                <>
                  <ModalityMark of={modality} /> <span class="sr-only">{MODALITY_NAME[modality]} </span>
                </>
              )}
              {value}
            </span>
          ))}
        </p>
        <p class="curve-description">{description}</p>
      </figcaption>
      <Plot
        class="curve-plot"
        optionsKey={`${axisEnd} ${range} ${curves.length}`}
        options={options}
        data={data}
        label={`${title}, epoch ${epochs.length} of ${nEpochs}: ${latestText}`}
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

const series = (modality: Modality | null, axisEnd: number): Series => ({
  stroke: () => colour(modality ?? 'ink'),
  width: 2,
  ...(modality === 'visual' ? { dash: [6, 3] } : {}),
  // A line of few epochs is hardly visible without points.
  points: { show: axisEnd <= 40, size: 5, fill: () => colour(modality ?? 'ink') },
});
