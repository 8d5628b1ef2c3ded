import { useEffect, useState } from 'preact/hooks';

/** The server makes pictures a few at a time and turns the rest away: those are asked for again. */
const PAUSES_MS = [400, 1200, 3000];

interface Props {
  /** Nothing where a saved page has no such picture. */
  src: string | undefined;
  alt: string;
  /** What is shown where there is no such picture, as in a clip that is only heard. */
  instead?: string | undefined;
  class?: string | undefined;
  /** Fetched even before it comes near the screen. */
  isUrgent?: boolean;
  onHere?: (() => void) | undefined;
}

export function Picture({ src, alt, instead, class: className, isUrgent, onHere }: Props) {
  const [failed, setFailed] = useState(0);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setFailed(0);
    setAttempt(0);
  }, [src]);
  useEffect(() => {
    const pause = PAUSES_MS[failed - 1];
    if (pause === undefined) return;
    const later = setTimeout(() => setAttempt(failed), pause);
    return () => clearTimeout(later);
  }, [failed]);
  const isMissing = src === undefined || failed > PAUSES_MS.length;
  if (isMissing && instead !== undefined) return <Picture src={instead} alt={alt} class={className} onHere={onHere} />;
  if (isMissing) return <span class={`picture-missing ${className ?? ''}`} role="img" aria-label={alt} />;
  return (
    <img
      key={attempt}
      class={className}
      src={src}
      alt={alt}
      draggable={false}
      decoding="async"
      loading={isUrgent ? 'eager' : 'lazy'}
      onError={() => setFailed((n) => n + 1)}
      onLoad={onHere}
    />
  );
}
