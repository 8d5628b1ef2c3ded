import { useMemo } from 'preact/hooks';
import type { AlignedData, Series } from 'uplot';
import type { Modality } from '../api/types.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { timePlotOptions } from '../timeline/timePlotOptions.ts';
import { alignCurves, type DistanceCurve } from './alignCurves.ts';

interface Props {
  /** By the modality of the query. */
  curves: Partial<Record<Modality, DistanceCurve | undefined>>;
  duration: number;
}

/** Distance at every position, on an inverted axis: higher is a better match. */
export function DistancePlot({ curves: { audio, visual }, duration }: Props) {
  const data = useMemo((): AlignedData => alignCurves(audio, visual), [audio, visual]);
  const options = (): PlotOptions => ({
    ...timePlotOptions(duration),
    padding: [7, 0, 7, 0],
    scales: { x: { time: false, range: [0, duration] }, y: { dir: -1, range: (_, least, most) => [least, most] } },
    series: [{}, series('audio'), series('visual')],
  });
  return (
    <Plot
      class="distance-plot"
      optionsKey={String(duration)}
      options={options}
      data={data}
      label="Match quality over time, higher is better: one curve for the sound as query, one for the picture"
    />
  );
}

const series = (modality: Modality): Series => ({
  stroke: () => colour(modality),
  width: 2,
  ...(modality === 'visual' ? { dash: [6, 3] } : {}),
  points: { show: true, size: 5, fill: () => colour(modality), stroke: () => colour(modality) },
});
