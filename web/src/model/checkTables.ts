import type { Method, Modality, Score } from '../api/types.ts';
import { MODALITIES } from '../modality/labels.ts';

/** A table of scores: one group of rows for each direction. */
export interface Table {
  title: string;
  description: string;
  /** For shares; mean reciprocal ranks are not percentages. */
  isPercent: boolean;
  groups: { from: Modality; rows: Row[] }[];
  /** The score of random guessing. */
  chance: number;
}

export interface Row {
  name: string;
  role: 'model' | 'baseline' | 'control';
  value: number;
  interval?: readonly [number, number];
}

/** The linear baseline. */
const BASELINE = 'cca';

/** The tables of a self-check: scores with baselines and controls. */
export function checkTables({ own_clip_retrieval: own, own_moments: moments, localization }: Score): Table[] {
  const tables: Table[] = [
    {
      title: 'Own-clip retrieval',
      description:
        'Retrieval of a clip’s picture by its sound, and the other way round, among held-out clips. Mean reciprocal rank; 1 means always first.',
      isPercent: false,
      groups: groups((from) => own.methods.map((method) => rowOf(method, from))),
      chance: own.chance,
    },
  ];
  if (localization) {
    const rules: [string, number][] = [
      ['best start per length', localization.best_start_per_length],
      ['always first', localization.always_first],
      ['always last', localization.always_last],
    ];
    tables.push({
      title: 'Localization',
      description: `Share of ${localization.n_events} labelled events whose start is predicted to the second. Labels are used for evaluation only, not for training.`,
      isPercent: true,
      groups: groups((from) => [
        ...localization.methods.map((method) => rowOf(method, from)),
        ...localization.shuffled_query.map((method) => ({
          ...rowOf(method, from),
          name: `${nameOf(method)}, query from another clip`,
          role: 'control' as const,
        })),
        ...rules.map(([name, value]) => ({ name, value, role: 'control' as const })),
      ]),
      chance: localization.chance,
    });
  }
  for (const { moment_secs: secs, n_clips: nClips, methods, chance } of moments) {
    tables.push({
      title: `Moments of ${secs} s in their own clip`,
      description: `Share of moments whose start is predicted to the second, in ${nClips} longer clips.`,
      isPercent: true,
      groups: groups((from) => methods.map((method) => ({ ...rowOf(method, from), role: 'model' as const }))),
      chance,
    });
  }
  return tables;
}

const groups = (rows: (from: Modality) => Row[]) => MODALITIES.map((from) => ({ from, rows: rows(from) }));

function rowOf(method: Method, from: Modality): Row {
  return {
    name: nameOf(method),
    role: method.method === BASELINE ? 'baseline' : 'model',
    value: method.score[from],
    interval: method.interval[from] as unknown as [number, number],
  };
}

function nameOf({ method }: Method): string {
  if (method === BASELINE) return 'linear CCA';
  return { 'by content': 'by content only', 'and by changes': 'with onsets and movement' }[method] ?? method;
}
