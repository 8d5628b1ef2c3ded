import type { Method, Modality, Score } from '../api/model.ts';
import { MODALITIES } from '../modality/words.ts';

/** A table of scores: one group of rows for each direction. */
export interface Table {
  title: string;
  says: string;
  /** Shares are written as percents, mean reciprocal ranks are not. */
  isPercent: boolean;
  groups: { from: Modality; rows: Row[] }[];
  /** What a random guess gives. */
  chance: number;
}

export interface Row {
  name: string;
  role: 'model' | 'baseline' | 'control';
  value: number;
  interval?: readonly [number, number];
}

/** The label-free baseline that stands beside the model. */
const BASELINE = 'cca';

/** Every score of a self-check, with its baselines and controls, as it is shown. */
export function checkTables({ own_clip_retrieval: own, own_moments: moments, localization }: Score): Table[] {
  const tables: Table[] = [
    {
      title: 'Own-clip retrieval',
      says: 'Does the sound of a clip find the picture of the same clip among the held-out ones? Mean reciprocal rank: 1 is always first.',
      isPercent: false,
      groups: groups((from) => own.methods.map((method) => measured(method, from))),
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
      says: `Is the start of an event found to the second? ${localization.n_events} labelled events; labels are only used to evaluate, never to train.`,
      isPercent: true,
      groups: groups((from) => [
        ...localization.methods.map((method) => measured(method, from)),
        ...localization.shuffled_query.map((method) => ({
          ...measured(method, from),
          name: `${nameOf(method)}, query of another clip`,
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
      says: `Is the start of a moment found to the second? ${nClips} clips that are longer.`,
      isPercent: true,
      groups: groups((from) => methods.map((method) => ({ ...measured(method, from), role: 'model' as const }))),
      chance,
    });
  }
  return tables;
}

const groups = (rows: (from: Modality) => Row[]) => MODALITIES.map((from) => ({ from, rows: rows(from) }));

function measured(method: Method, from: Modality): Row {
  return {
    name: nameOf(method),
    role: method.method === BASELINE ? 'baseline' : 'model',
    value: method.score[from],
    interval: method.interval[from] as unknown as [number, number],
  };
}

function nameOf({ method }: Method): string {
  if (method === BASELINE) return 'linear CCA';
  return { 'by content': 'by content alone', 'and by changes': 'with onsets and movement' }[method] ?? method;
}
