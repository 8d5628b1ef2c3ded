import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Source } from '../api/model.ts';
import { pictureOf } from '../api/places.ts';
import { Picture } from '../picture/Picture.tsx';
import { framesFor } from './frames.ts';

/** Pictures side by side, each above the seconds that it stands for. */
export function FrameStrip({ source, nSecs, duration }: { source: Source; nSecs: number; duration: number }) {
  const strip = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <div class="frame-strip" ref={strip}>
      {framesFor(nSecs, width).map(({ second, span }) => (
        <div
          key={`${span.start}-${span.len}`}
          class="frame"
          style={{ left: `${(span.start / duration) * 100}%`, width: `${(span.len / duration) * 100}%` }}
        >
          <Picture src={pictureOf(source, second)} alt="" isUrgent />
        </div>
      ))}
    </div>
  );
}
