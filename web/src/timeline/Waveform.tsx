import { useMemo } from 'preact/hooks';
import type { AlignedData } from 'uplot';
import type { Waveform as Peaks } from '../api/model.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { overTime } from './overTime.ts';
import { thinned } from './peaks.ts';

const MOST_BINS = 2000;

export function Waveform({ peaks, duration }: { peaks: Peaks; duration: number }) {
  const data = useMemo((): AlignedData => {
    const { bin_secs, peaks: loudest } = thinned(peaks, MOST_BINS);
    const times = loudest.map((_, bin) => (bin + 0.5) * bin_secs);
    return [times, loudest, loudest.map((peak) => -peak)];
  }, [peaks]);
  const greatest = Math.max(0.05, ...(data[1] as number[]));
  const options = (): PlotOptions => ({
    ...overTime(duration),
    scales: { x: { time: false, range: [0, duration] }, y: { range: [-greatest, greatest] } },
    series: [{}, side(), side()],
    bands: [{ series: [1, 2], fill: () => colour('audio', 0.85) }],
  });
  return (
    <Plot
      class="waveform"
      shape={`${duration} ${greatest}`}
      options={options}
      data={data}
      label="How loud it is over time"
    />
  );
}

const side = () => ({ stroke: () => colour('audio'), width: 1, points: { show: false } });
