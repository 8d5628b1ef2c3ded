import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'preact/hooks';
import uPlot, { type AlignedData, type Options } from 'uplot';
import { theme } from '../theme/theme.ts';

export type PlotOptions = Omit<Options, 'width' | 'height'>;

interface Props {
  data: AlignedData;
  /** Made anew whenever `shape` changes. */
  options: () => PlotOptions;
  shape: string;
  /** What is drawn, for those who do not see it. */
  label: string;
  class?: string;
}

/** A drawing by uPlot that fills its place and keeps to the theme. */
export function Plot({ data, options, shape, label, class: className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const drawn = new uPlot({ ...options(), ...size() }, data, element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize(size()));
    watch.observe(element);
    const unsubscribe = theme.subscribe(() => requestAnimationFrame(() => drawn.redraw(false)));
    return () => {
      unsubscribe();
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(data), [data]);
  return <div class={`plot ${className ?? ''}`} ref={place} role="img" aria-label={label} />;
}
