import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pictureUrl } from '../api/media.ts';
import type { Source } from '../api/types.ts';
import { Picture } from '../picture/Picture.tsx';
import { framesFor } from './frames.ts';

/** Pictures side by side, at the position of their seconds. */
export function FrameStrip({ source, nSecs, duration }: { source: Source; nSecs: number; duration: number }) {
  const strip = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="frame-strip" ref={strip}>
      {framesFor(nSecs, width).map(({ second, span }) => (
        <div
          key={`${span.start}-${span.len}`}
          class="frame"
          style={{ left: `${(span.start / duration) * 100}%`, width: `${(span.len / duration) * 100}%` }}
        >
          <Picture src={pictureUrl(source, second)} alt="" isEager />
        </div>
      ))}
    </div>
  );
}
