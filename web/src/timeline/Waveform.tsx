import { useMemo } from 'preact/hooks';
import type { AlignedData } from 'uplot';
import type { Waveform as Peaks } from '../api/types.ts';
import { colour } from '../plot/colour.ts';
import { Plot, type PlotOptions } from '../plot/Plot.tsx';
import { downsample } from './peaks.ts';
import { timePlotOptions } from './timePlotOptions.ts';

const MAX_BINS = 2000;

export function Waveform({ peaks, duration }: { peaks: Peaks; duration: number }) {
  const data = useMemo((): AlignedData => {
    const { bin_secs, peaks: maxima } = downsample(peaks, MAX_BINS);
    const times = maxima.map((_, bin) => (bin + 0.5) * bin_secs);
    return [times, maxima, maxima.map((peak) => -peak)];
  }, [peaks]);
  const greatest = Math.max(0.05, ...(data[1] as number[]));
  const options = (): PlotOptions => ({
    ...timePlotOptions(duration),
    scales: { x: { time: false, range: [0, duration] }, y: { range: [-greatest, greatest] } },
    series: [{}, line(), line()],
    bands: [{ series: [1, 2], fill: () => colour('audio', 0.85) }],
  });
  return (
    <Plot
      class="waveform"
      optionsKey={`${duration} ${greatest}`}
      options={options}
      data={data}
      label="Waveform: loudness over time"
    />
  );
}

const line = () => ({ stroke: () => colour('audio'), width: 1, points: { show: false } });
