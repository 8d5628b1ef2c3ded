import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'preact/hooks';
import uPlot, { type AlignedData, type Options } from 'uplot';
import { theme } from '../theme/theme.ts';

export type PlotOptions = Omit<Options, 'width' | 'height'>;

interface Props {
  data: AlignedData;
  options: () => PlotOptions;
  /** The plot is created again, with new options, when this key changes. */
  optionsKey: string;
  /** Text alternative. */
  label: string;
  class?: string;
}

/** A uPlot that fills its container and follows the theme. */
export function Plot({ data, options, optionsKey, label, class: className }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const created = new uPlot({ ...options(), ...size() }, data, element);
    plot.current = created;
    const observer = new ResizeObserver(() => created.setSize(size()));
    observer.observe(element);
    const unsubscribe = theme.subscribe(() => requestAnimationFrame(() => created.redraw(false)));
    return () => {
      unsubscribe();
      observer.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [optionsKey]);
  useEffect(() => plot.current?.setData(data), [data]);
  return <div class={className} ref={container} role="img" aria-label={label} />;
}
