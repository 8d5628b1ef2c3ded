import { useEffect, useState } from 'preact/hooks';

/** The server makes pictures a few at a time and turns the rest away: those are asked for again. */
const PAUSES_MS = [400, 1200, 3000];

interface Props {
  src: string;
  alt: string;
  class?: string | undefined;
  /** Fetched even before it comes near the screen. */
  isUrgent?: boolean;
  onHere?: () => void;
}

export function Picture({ src, alt, class: className, isUrgent, onHere }: Props) {
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
  if (failed > PAUSES_MS.length) return <span class={`picture-missing ${className ?? ''}`} role="img" aria-label={alt} />;
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
