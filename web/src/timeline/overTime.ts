import type { PlotOptions } from '../plot/Plot.tsx';

/** What all drawings over the axis of time share: edge to edge, without an axis or a legend of their own. */
export function overTime(duration: number): Omit<PlotOptions, 'series'> {
  return {
    scales: { x: { time: false, range: [0, duration] } },
    axes: [{ show: false }, { show: false }],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    padding: [0, 0, 0, 0],
  };
}
