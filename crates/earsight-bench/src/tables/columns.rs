//! The columns of each table as data, and how their cells are written.

use super::PrintedTable;
use crate::bench::Bench;
use crate::summary::ModelSummary;

/// Writes a number.
pub(crate) type Format = fn(f64) -> String;

/// What a cell shows of a score.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Show {
    /// The mean over seeds.
    Mean,
    /// The mean of this score and of another one.
    MeanWith(&'static str),
    /// The mean and the standard deviation over seeds.
    Spread,
    /// The interval over clips.
    Interval,
    /// The interval of the difference to the baseline, in brackets where it contains zero.
    Difference,
}

/// The cell of a score; empty where the model does not have it.
pub(crate) fn cell(model: &ModelSummary, score: &str, show: Show, format: Format) -> String {
    let Some(score) = model.scores.get(score) else { return String::new() };
    let (spread, interval) = (score.spread, score.interval);
    match show {
        Show::Spread if spread.n >= 2 => format!("{} ± {}", format(spread.mean), format(spread.sd)),
        Show::Mean | Show::Spread => format(spread.mean),
        Show::MeanWith(other) => model
            .scores
            .get(other)
            .map_or(String::new(), |other| format(0.5 * (spread.mean + other.spread.mean))),
        Show::Interval => interval.map_or(String::new(), |interval| {
            format!("{}–{}", format(interval.low), format(interval.high))
        }),
        Show::Difference => score.minus_baseline.map_or(String::new(), |interval| {
            let text = format!("{}..{}", format(interval.low), format(interval.high));
            if interval.excludes_zero() { text } else { format!("({text})") }
        }),
    }
}

/// A share of 1 in percent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// A number with three decimals.
pub(crate) fn share(share: f64) -> String {
    format!("{share:.3}")
}

/// A table with a row for each system that has the score of the first column, then rows of chance levels.
pub(super) struct Table {
    title: &'static str,
    /// Whether a first column says which systems learn from labels.
    has_labels: bool,
    /// Heading, score, what is shown of it, and how it is written.
    columns: &'static [(&'static str, &'static str, Show, Format)],
    /// Name of each row of chance levels, and the end of their names among the controls.
    chance_rows: &'static [(&'static str, &'static str)],
}

impl Table {
    pub(super) fn print(&self, bench: &Bench) -> PrintedTable {
        let head = |labels: &str, name: String| {
            self.has_labels.then(|| labels.to_owned()).into_iter().chain([name])
        };
        let systems = bench.summary.iter().filter(|of| of.scores.contains_key(self.columns[0].1));
        let systems = systems.map(|model| {
            let cells = self.columns.iter();
            let cells = cells.map(|&(_, score, show, format)| cell(model, score, show, format));
            let labels = if model.is_supervised { "yes" } else { "none" };
            head(labels, model.label()).chain(cells).collect()
        });
        let chance_rows = self.chance_rows.iter().map(|(name, end)| {
            let cells = self.columns.iter().map(|&(_, score, show, format)| {
                chance(bench, score, show, end).map_or(String::new(), format)
            });
            head("none", (*name).to_owned()).chain(cells).collect()
        });
        let headings = self.columns.iter().map(|(heading, ..)| (*heading).to_owned());
        PrintedTable {
            title: self.title.to_owned(),
            header: head("labels", "method".to_owned()).chain(headings).collect(),
            rows: systems.chain(chance_rows).collect(),
        }
    }
}

/// The chance level of a score that ends with its direction.
fn chance(bench: &Bench, score: &str, show: Show, end: &str) -> Option<f64> {
    let (score, direction) = score.rsplit_once('_')?;
    let kind = if matches!(direction, "aa" | "vv") { "within" } else { "across" };
    let get = |name: String| bench.controls.get(&name).copied();
    match show {
        Show::Interval | Show::Difference => None,
        _ => get(format!("{score}_{kind}_{end}")).or_else(|| get(format!("{score}_{end}"))),
    }
}

pub(super) const TABLE_1: Table = Table {
    title: "Table 1: cross-modal localization, exact match in %",
    has_labels: true,
    columns: &[
        ("A→V", "exact_a2v", Show::Spread, percent),
        ("95 %", "exact_a2v", Show::Interval, percent),
        ("V→A", "exact_v2a", Show::Spread, percent),
        ("95 %", "exact_v2a", Show::Interval, percent),
        ("mean", "exact_a2v", Show::MeanWith("exact_v2a"), percent),
        ("− cca A→V", "exact_a2v", Show::Difference, percent),
        ("V→A", "exact_v2a", Show::Difference, percent),
        ("shuffled A→V", "shuffled_a2v", Show::Mean, percent),
        ("V→A", "shuffled_v2a", Show::Mean, percent),
        ("±1 s A→V", "within_1s_a2v", Show::Mean, percent),
        ("V→A", "within_1s_v2a", Show::Mean, percent),
        ("interior A→V", "exact_interior_a2v", Show::Mean, percent),
        ("V→A", "exact_interior_v2a", Show::Mean, percent),
    ],
    chance_rows: &[
        ("uniform chance", "uniform_chance"),
        ("always first", "always_first"),
        ("always last", "always_last"),
        ("always centre", "always_centre"),
        ("best start per length", "best_start_per_length"),
    ],
};

/// Errors of the localization, and the score of the first of tied starts.
pub(super) const MISSES: Table = Table {
    title: "How far off: first of tied starts in %, overlap, start error in seconds",
    has_labels: true,
    columns: &[
        ("first A→V", "exact_first_a2v", Show::Spread, percent),
        ("V→A", "exact_first_v2a", Show::Spread, percent),
        ("IoU A→V", "iou_a2v", Show::Spread, share),
        ("V→A", "iou_v2a", Show::Spread, share),
        ("error A→V", "start_error_secs_a2v", Show::Spread, share),
        ("V→A", "start_error_secs_v2a", Show::Spread, share),
    ],
    chance_rows: &[],
};

pub(super) const TABLE_2: Table = Table {
    title: "Table 2: retrieval, mean reciprocal rank",
    has_labels: true,
    columns: &[
        ("A-A", "mrr_aa", Show::Spread, share),
        ("95 %", "mrr_aa", Show::Interval, share),
        ("A-V", "mrr_av", Show::Spread, share),
        ("95 %", "mrr_av", Show::Interval, share),
        ("V-A", "mrr_va", Show::Spread, share),
        ("95 %", "mrr_va", Show::Interval, share),
        ("V-V", "mrr_vv", Show::Spread, share),
        ("95 %", "mrr_vv", Show::Interval, share),
        ("A-V without own", "mrr_without_own_pair_av", Show::Mean, share),
        ("V-A", "mrr_without_own_pair_va", Show::Mean, share),
        ("R@1 A-V", "recall_at_1_av", Show::Mean, share),
        ("V-A", "recall_at_1_va", Show::Mean, share),
        ("mAP A-V", "map_av", Show::Mean, share),
        ("V-A", "map_va", Show::Mean, share),
    ],
    chance_rows: &[("chance", "chance")],
};

/// All other scores of a ranking.
pub(super) const RANKS: Table = Table {
    title: "Rankings: recall, mean average precision, discounted gain, median rank",
    has_labels: false,
    columns: &[
        ("A-A R@1", "recall_at_1_aa", Show::Mean, share),
        ("A-A R@5", "recall_at_5_aa", Show::Mean, share),
        ("A-A R@10", "recall_at_10_aa", Show::Mean, share),
        ("A-A mAP", "map_aa", Show::Mean, share),
        ("A-A nDCG@5", "ndcg_at_5_aa", Show::Mean, share),
        ("A-A median", "median_rank_aa", Show::Mean, share),
        ("A-V R@1", "recall_at_1_av", Show::Mean, share),
        ("A-V R@5", "recall_at_5_av", Show::Mean, share),
        ("A-V R@10", "recall_at_10_av", Show::Mean, share),
        ("A-V mAP", "map_av", Show::Mean, share),
        ("A-V nDCG@5", "ndcg_at_5_av", Show::Mean, share),
        ("A-V median", "median_rank_av", Show::Mean, share),
        ("V-A R@1", "recall_at_1_va", Show::Mean, share),
        ("V-A R@5", "recall_at_5_va", Show::Mean, share),
        ("V-A R@10", "recall_at_10_va", Show::Mean, share),
        ("V-A mAP", "map_va", Show::Mean, share),
        ("V-A nDCG@5", "ndcg_at_5_va", Show::Mean, share),
        ("V-A median", "median_rank_va", Show::Mean, share),
        ("V-V R@1", "recall_at_1_vv", Show::Mean, share),
        ("V-V R@5", "recall_at_5_vv", Show::Mean, share),
        ("V-V R@10", "recall_at_10_vv", Show::Mean, share),
        ("V-V mAP", "map_vv", Show::Mean, share),
        ("V-V nDCG@5", "ndcg_at_5_vv", Show::Mean, share),
        ("V-V median", "median_rank_vv", Show::Mean, share),
    ],
    chance_rows: &[("chance", "chance")],
};

pub(super) const OWN_CLIP: Table = Table {
    title: "Own-clip retrieval among held-out clips, mean reciprocal rank",
    has_labels: true,
    columns: &[
        ("A-V", "mrr_av", Show::Spread, share),
        ("95 %", "mrr_av", Show::Interval, share),
        ("V-A", "mrr_va", Show::Spread, share),
        ("95 %", "mrr_va", Show::Interval, share),
        ("− cca A-V", "mrr_av", Show::Difference, share),
        ("V-A", "mrr_va", Show::Difference, share),
    ],
    chance_rows: &[("chance", "chance")],
};

pub(super) const LATENT: Table = Table {
    title: "The latent (Fig. 3 in numbers)",
    has_labels: false,
    columns: &[
        ("latent", "latent_dim", Show::Mean, |n| n.to_string()),
        ("active A", "active_units_audio", Show::Mean, |n| format!("{n:.1}")),
        ("active V", "active_units_visual", Show::Mean, |n| format!("{n:.1}")),
        ("KL/dim A", "kl_per_dim_audio", Show::Mean, share),
        ("KL/dim V", "kl_per_dim_visual", Show::Mean, share),
        ("gap", "modality_gap", Show::Mean, share),
        ("FOSCTTM", "foscttm", Show::Mean, share),
        ("1-NN modality", "modality_accuracy", Show::Mean, share),
    ],
    chance_rows: &[],
};

pub(super) const NAMING: Table = Table {
    title: "Supervised event localization, in % of seconds",
    has_labels: false,
    columns: &[
        ("seconds named right", "segment_accuracy", Show::Spread, percent),
        ("background precision", "background_precision", Show::Spread, percent),
        ("recall", "background_recall", Show::Spread, percent),
        ("F1", "background_f1", Show::Spread, percent),
    ],
    chance_rows: &[],
};
