import { useEffect, useState } from 'preact/hooks';

/** The server renders a few pictures at a time and rejects further requests; these are sent again. */
const RETRY_DELAYS_MS = [400, 1200, 3000];

interface Props {
  /** Undefined if a saved page has no such picture. */
  src: string | undefined;
  alt: string;
  /** Shown if there is no such picture, as for a clip without video. */
  fallback?: string | undefined;
  class?: string | undefined;
  /** Load it before it comes near the viewport. */
  isEager?: boolean;
}

export function Picture({ src, alt, fallback, class: className, isEager }: Props) {
  const [nErrors, setErrors] = useState(0);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setErrors(0);
    setAttempt(0);
  }, [src]);
  useEffect(() => {
    const delay = RETRY_DELAYS_MS[nErrors - 1];
    if (delay === undefined) return;
    const timer = setTimeout(() => setAttempt(nErrors), delay);
    return () => clearTimeout(timer);
  }, [nErrors]);
  const isMissing = src === undefined || nErrors > RETRY_DELAYS_MS.length;
  if (isMissing && fallback !== undefined) return <Picture src={fallback} alt={alt} class={className} />;
  if (isMissing) return <span class={`picture-missing ${className ?? ''}`} role="img" aria-label={alt} />;
  return (
    <img
      key={attempt}
      class={className}
      src={src}
      alt={alt}
      draggable={false}
      decoding="async"
      loading={isEager ? 'eager' : 'lazy'}
      onError={() => setErrors((n) => n + 1)}
    />
  );
}
