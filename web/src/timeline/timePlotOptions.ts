import type { PlotOptions } from '../plot/Plot.tsx';

/** Options of every plot over the timeline: edge to edge, without axes, legend and cursor. */
export function timePlotOptions(duration: number): Omit<PlotOptions, 'series'> {
  return {
    scales: { x: { time: false, range: [0, duration] } },
    axes: [{ show: false }, { show: false }],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    padding: [0, 0, 0, 0],
  };
}
