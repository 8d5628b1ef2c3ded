import type { Epoch, Modality } from '../api/model.ts';
import { termInWords } from './termInWords.ts';

/** One drawing: one or two curves over the epochs. */
export interface Panel {
  name: string;
  title: string;
  says: string;
  /** Where its values lie; as far as they reach where null. */
  range: [number, number] | null;
  curves: Curve[];
}

export interface Curve {
  /** Null where it is of both modalities at once. */
  modality: Modality | null;
  values: (number | null)[];
}

const MODALITIES: readonly Modality[] = ['audio', 'visual'];

/** What tells whether it learns something at all. */
export function panelsOfUse(curve: readonly Epoch[]): Panel[] {
  const last = curve.at(-1);
  const panels: Panel[] = [];
  if (last?.own_second) {
    panels.push({
      name: 'own-second',
      title: 'Finding its own other half',
      says: 'How near the top a second finds its own sound or picture among others that it learns from; 1 is always first.',
      range: [0, 1],
      curves: MODALITIES.map((modality) => ({ modality, values: curve.map((epoch) => epoch.own_second?.[modality] ?? null) })),
    });
  }
  if (last?.active_units) {
    panels.push({
      name: 'active-units',
      title: 'Notes in use',
      says: `How many of its ${last.latent_dim} places for notes hold something; near 0 it has noted nothing, and its answers mean nothing.`,
      range: [0, last.latent_dim],
      curves: MODALITIES.map((modality) => ({ modality, values: curve.map((epoch) => epoch.active_units?.[modality] ?? null) })),
    });
  }
  return panels;
}

/** What it makes smaller: the total, then each term; a term of both modalities is one panel. */
export function panelsOfLoss(curve: readonly Epoch[]): Panel[] {
  const names = (curve[0]?.terms ?? []).map(([name]) => name);
  const total: Panel = {
    name: 'total',
    ...termInWords('total'),
    range: null,
    curves: [{ modality: null, values: curve.map((epoch) => epoch.total) }],
  };
  const byTerm = new Map<string, Panel>();
  names.forEach((name, index) => {
    const { term, modality } = parted(name);
    const panel = byTerm.get(term) ?? { name: term, ...termInWords(term), range: null, curves: [] };
    panel.curves.push({ modality, values: curve.map((epoch) => epoch.terms[index]?.[1] ?? null) });
    byTerm.set(term, panel);
  });
  for (const panel of byTerm.values()) panel.curves.sort((one, other) => rank(one) - rank(other));
  // A single term is the total.
  return names.length < 2 ? [...byTerm.values()].slice(0, 1) : [total, ...byTerm.values()];
}

/** `kl_audio` is the term `kl` of the sound. */
function parted(name: string): { term: string; modality: Modality | null } {
  const modality = MODALITIES.find((each) => name.endsWith(`_${each}`)) ?? null;
  return { term: modality ? name.slice(0, -modality.length - 1) : name, modality };
}

const rank = ({ modality }: Curve) => (modality ? MODALITIES.indexOf(modality) : -1);
