import type { Epoch, Modality } from '../api/types.ts';
import { MODALITIES } from '../modality/labels.ts';
import { describeTerm } from './describeTerm.ts';

/** A plot of one or two curves over the epochs. */
export interface Panel {
  name: string;
  title: string;
  description: string;
  /** The range of the axis; null to fit the values. */
  range: [number, number] | null;
  curves: Curve[];
}

export interface Curve {
  /** Null for a value of both modalities together. */
  modality: Modality | null;
  values: (number | null)[];
}

/** Whether the model learns anything: own-second retrieval and active units. */
export function progressPanels(curve: readonly Epoch[]): Panel[] {
  const last = curve.at(-1);
  const panels: Panel[] = [];
  if (last?.own_second) {
    panels.push({
      name: 'own-second',
      title: 'Own-second retrieval',
      description:
        'Mean reciprocal rank of a second’s own sound or picture among other training seconds; 1 means always first.',
      range: [0, 1],
      curves: curvesOf(curve, 'own_second'),
    });
  }
  if (last?.active_units) {
    panels.push({
      name: 'active-units',
      title: 'Active units',
      description: `Latent dimensions in use, of ${last.latent_dim}. Near 0 the posterior has collapsed, and results are meaningless.`,
      range: [0, last.latent_dim],
      curves: curvesOf(curve, 'active_units'),
    });
  }
  return panels;
}

const curvesOf = (curve: readonly Epoch[], measure: 'own_second' | 'active_units'): Curve[] =>
  MODALITIES.map((modality) => ({ modality, values: curve.map((epoch) => epoch[measure]?.[modality] ?? null) }));

/** The total loss, then each term; a term of both modalities is one panel. */
export function lossPanels(curve: readonly Epoch[]): Panel[] {
  const names = (curve[0]?.terms ?? []).map(([name]) => name);
  const total: Panel = {
    name: 'total',
    ...describeTerm('total'),
    range: null,
    curves: [{ modality: null, values: curve.map((epoch) => epoch.total) }],
  };
  const byTerm = new Map<string, Panel>();
  names.forEach((name, index) => {
    const { term, modality } = splitName(name);
    const panel = byTerm.get(term) ?? { name: term, ...describeTerm(term), range: null, curves: [] };
    panel.curves.push({ modality, values: curve.map((epoch) => epoch.terms[index]?.[1] ?? null) });
    byTerm.set(term, panel);
  });
  for (const panel of byTerm.values()) panel.curves.sort((one, other) => order(one) - order(other));
  // A single term equals the total.
  return names.length < 2 ? [...byTerm.values()].slice(0, 1) : [total, ...byTerm.values()];
}

/** `kl_audio` is the term `kl` of the audio modality. */
function splitName(name: string): { term: string; modality: Modality | null } {
  const modality = MODALITIES.find((each) => name.endsWith(`_${each}`)) ?? null;
  return { term: modality ? name.slice(0, -modality.length - 1) : name, modality };
}

const order = ({ modality }: Curve) => (modality ? MODALITIES.indexOf(modality) : -1);
