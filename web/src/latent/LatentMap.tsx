import { useMemo, useState } from 'preact/hooks';
import type { Latent } from '../api/types.ts';
import { theme } from '../theme/theme.ts';
import { ClipPicker } from './ClipPicker.tsx';
import { type ColourBy, groupColour, groupingOf } from './grouping.ts';
import { sampleLabel, varianceLabel } from './mapLabels.ts';
import { MapLegend } from './MapLegend.tsx';
import { MapSettings } from './MapSettings.tsx';
import { MapView } from './MapView.ts';
import { MomentPlayer, type PlayedSecond } from './MomentPlayer.tsx';
import { extentOf, pairsOf } from './pairs.ts';
import { currentPalette, pointColours } from './pointColours.ts';
import { PointMap } from './PointMap.tsx';
import { SecondPicker } from './SecondPicker.tsx';

/** The map with its settings, legend, player and list of clips, and the state that they share. */
export function LatentMap({ latent }: { latent: Latent }) {
  const { clips, categories } = latent;
  const pairs = useMemo(() => pairsOf(latent), [latent]);
  const map = useMemo(() => new MapView(extentOf(pairs)), [pairs]);
  const [colourBy, setColourBy] = useState<ColourBy>('modality');
  const [showsLines, setShowsLines] = useState(true);
  const [filter, setFilter] = useState('');
  const [selected, setSelected] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [played, setPlayed] = useState<(PlayedSecond & { pair: number }) | null>(null);

  const matching = useMemo(() => matchingClips(clips, filter), [clips, filter]);
  const isHighlighted = useMemo(() => {
    if (selected !== null) return (clip: number) => clip === selected;
    if (matching.length === clips.length || matching.length === 0) return () => true;
    const highlighted = new Set(matching);
    return (clip: number) => highlighted.has(clip);
  }, [clips, matching, selected]);
  const isDark = theme.value === 'dark';
  const grouping = useMemo(
    () => (colourBy === 'modality' ? null : groupingOf(colourBy, clips.length, categories)),
    [colourBy, latent],
  );
  const colours = useMemo(
    () => pointColours(pairs, grouping, currentPalette(isDark), isHighlighted),
    [pairs, grouping, isHighlighted, isDark],
  );

  const play = (pair: number) =>
    setPlayed({ pair, clip: clips[pairs.clip[pair] ?? 0] ?? '', second: pairs.second[pair] ?? 0 });
  const colourOf = (clip: number) => {
    const group = grouping?.ofClip[clip] ?? -1;
    return group < 0 ? undefined : groupColour(group, isDark);
  };
  const clearSelection = () => {
    setSelected(null);
    setHovered(null);
  };

  return (
    <div class="map-page">
      <div class="map-main">
        <MapSettings
          colourBy={colourBy}
          setColourBy={setColourBy}
          hasCategories={categories !== null}
          showsLines={showsLines}
          setShowsLines={setShowsLines}
        />
        <PointMap
          pairs={pairs}
          clips={clips}
          map={map}
          colours={colours}
          showsLines={showsLines}
          isHighlighted={isHighlighted}
          hovered={hovered}
          setHovered={setHovered}
          played={played?.pair ?? null}
          onPlay={play}
        />
        <MapLegend names={grouping?.names ?? []} isPlain={colourBy !== 'modality'} isDark={isDark} />
        <p class="quiet map-note">
          {varianceLabel(latent.variance_shown)} {sampleLabel(pairs.n, latent.n_secs)}
        </p>
      </div>
      <aside class="map-aside" aria-label="Seconds and clips on the map">
        {played ? (
          <MomentPlayer played={played} />
        ) : (
          <p class="quiet map-hint">Hover over a point to see its picture. Click it to play its second here.</p>
        )}
        {selected !== null && (
          <SecondPicker
            pairs={pairs}
            clip={selected}
            name={clips[selected] ?? ''}
            onHover={setHovered}
            onPlay={play}
            onClose={clearSelection}
          />
        )}
        <ClipPicker
          clips={clips}
          matching={matching}
          filter={filter}
          setFilter={setFilter}
          selected={selected}
          onSelect={setSelected}
          colourOf={grouping && colourOf}
        />
      </aside>
    </div>
  );
}

function matchingClips(clips: readonly string[], filter: string): number[] {
  const text = filter.toLowerCase();
  return clips.flatMap((name, clip) => (name.toLowerCase().includes(text) ? [clip] : []));
}
