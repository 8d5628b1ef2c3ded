import { useMemo, useState } from 'preact/hooks';
import type { Latent } from '../api/model.ts';
import { theme } from '../theme/theme.ts';
import { ClipPicker } from './ClipPicker.tsx';
import { coloursOf, shadesNow } from './colouring.ts';
import { type ColourBy, groupColour, groupingOf } from './grouping.ts';
import { sampleInWords, shareInWords } from './inWords.ts';
import { MapKey } from './MapKey.tsx';
import { MapSettings } from './MapSettings.tsx';
import { MapView } from './MapView.ts';
import { MomentPlayer, type Wanted } from './MomentPlayer.tsx';
import { extentOf, pairsOf } from './pairs.ts';
import { PointMap } from './PointMap.tsx';
import { SecondPicker } from './SecondPicker.tsx';

/** The map, what is beside it, and what they know of each other. */
export function OpenMap({ latent }: { latent: Latent }) {
  const { clips, categories } = latent;
  const pairs = useMemo(() => pairsOf(latent), [latent]);
  const map = useMemo(() => new MapView(extentOf(pairs)), [pairs]);
  const [by, setBy] = useState<ColourBy>('modality');
  const [isJoined, setJoined] = useState(true);
  const [filter, setFilter] = useState('');
  const [chosen, choose] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [played, setPlayed] = useState<{ pair: number; wanted: Wanted } | null>(null);

  const found = useMemo(() => clipsNamed(clips, filter), [clips, filter]);
  const isLit = useMemo(() => {
    if (chosen !== null) return (clip: number) => clip === chosen;
    if (found.length === clips.length || found.length === 0) return () => true;
    const lit = new Set(found);
    return (clip: number) => lit.has(clip);
  }, [clips, found, chosen]);
  const isDark = theme.value === 'dark';
  const grouping = useMemo(() => (by === 'modality' ? null : groupingOf(by, clips.length, categories)), [by, latent]);
  const colours = useMemo(() => coloursOf(pairs, grouping, shadesNow(isDark), isLit), [pairs, grouping, isLit, isDark]);

  const play = (pair: number) =>
    setPlayed({ pair, wanted: { clip: clips[pairs.clip[pair] ?? 0] ?? '', second: pairs.second[pair] ?? 0 } });
  const colourOf = (clip: number) => {
    const group = grouping?.ofClip[clip] ?? -1;
    return group < 0 ? undefined : groupColour(group, isDark);
  };
  const close = () => {
    choose(null);
    setPointed(null);
  };

  return (
    <div class="map-page">
      <div class="map-main">
        <MapSettings
          by={by}
          setBy={setBy}
          hasCategories={categories !== null}
          isJoined={isJoined}
          setJoined={setJoined}
        />
        <PointMap
          pairs={pairs}
          clips={clips}
          map={map}
          colours={colours}
          isJoined={isJoined}
          isLit={isLit}
          pointed={pointed}
          setPointed={setPointed}
          played={played?.pair ?? null}
          onPlay={play}
        />
        <MapKey names={grouping?.names ?? []} isPlain={by !== 'modality'} isDark={isDark} />
        <p class="quiet map-share">
          {shareInWords(latent.variance_shown)} {sampleInWords(pairs.n, latent.n_secs)}
        </p>
      </div>
      <aside class="map-beside" aria-label="What the points are">
        {played ? (
          <MomentPlayer wanted={played.wanted} />
        ) : (
          <p class="quiet map-hint">Point at a point to see its picture. Click to play its second here.</p>
        )}
        {chosen !== null && (
          <SecondPicker
            pairs={pairs}
            clip={chosen}
            name={clips[chosen] ?? ''}
            onPoint={setPointed}
            onPlay={play}
            onClose={close}
          />
        )}
        <ClipPicker
          clips={clips}
          found={found}
          filter={filter}
          setFilter={setFilter}
          chosen={chosen}
          choose={choose}
          colourOf={grouping && colourOf}
        />
      </aside>
    </div>
  );
}

function clipsNamed(clips: readonly string[], filter: string): number[] {
  const wanted = filter.toLowerCase();
  return clips.flatMap((name, clip) => (name.toLowerCase().includes(wanted) ? [clip] : []));
}
