import { useMemo } from 'preact/hooks';
import type { AlignedData, Series } from 'uplot';
import type { Modality } from '../api/model.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { overTime } from '../timeline/overTime.ts';
import { type Fit, fitOverTime } from './fitOverTime.ts';

interface Props {
  /** Where the moment's sound is seen, and where its picture is heard. */
  byModality: Partial<Record<Modality, Fit>>;
  duration: number;
}

/** How well each place fits the moment: distances, with the lower ones, which are the better, drawn higher. */
export function FitCurves({ byModality, duration }: Props) {
  const { audio, visual } = byModality;
  const data = useMemo((): AlignedData => fitOverTime(audio, visual), [audio, visual]);
  const options = (): PlotOptions => ({
    ...overTime(duration),
    padding: [7, 0, 7, 0],
    scales: { x: { time: false, range: [0, duration] }, y: { dir: -1, range: (_, least, most) => [least, most] } },
    series: [{}, curve('audio'), curve('visual')],
  });
  return (
    <Plot
      class="fit"
      shape={String(duration)}
      options={options}
      data={data}
      label="How well each place fits, higher is better: one curve for where the sound is seen, one for where the picture is heard"
    />
  );
}

const curve = (modality: 'audio' | 'visual'): Series => ({
  stroke: () => colour(modality),
  width: 2,
  ...(modality === 'visual' ? { dash: [6, 3] } : {}),
  points: { show: true, size: 5, fill: () => colour(modality), stroke: () => colour(modality) },
});
