//! The paper's claims about its systems, each compared with our rows.

use earsight_metrics::{Spread, mean};

use crate::bench::Bench;

/// One claim and our numbers.
pub(crate) struct Claim {
    /// The source of the claim, and the claim.
    pub(crate) text: &'static str,
    /// Whether it is seen here too, beyond the spread over seeds; nothing where a system was not run.
    pub(crate) holds: Option<bool>,
    /// Our numbers.
    pub(crate) numbers: String,
}

/// What a claim says about the mean of some scores.
#[derive(Clone, Copy)]
enum Relation {
    /// The first system is above the second one by more than this margin, in the mean over seeds and by more than
    /// two standard errors of the difference.
    Above(&'static str, &'static str, f64),
    /// The system is at most at this level.
    AtMost(&'static str, f64),
}

use Relation::{Above, AtMost};

const EXACT: &[&str] = &["exact_a2v", "exact_v2a"];
const MRR_ACROSS: &[&str] = &["mrr_av", "mrr_va"];

/// Text, scores and relation of every claim that can be tested on composed clips.
const CLAIMS: [(&str, &[&str], Relation); 12] = [
    (
        "Table 1: the Wasserstein term improves localization (31.9 → 38.7 % on AVE)",
        EXACT,
        Above("ms-vae-paper", "ms-vae-no-w", 0.0),
    ),
    (
        "Table 2: the Wasserstein term improves retrieval across modalities (.145 → .175 on AVE)",
        MRR_ACROSS,
        Above("ms-vae-paper", "ms-vae-no-w", 0.0),
    ),
    (
        "Table 1: MS-VAE+W, without labels, is near AVDLN, with labels (38.7 and 40.2 %)",
        EXACT,
        Above("ms-vae-paper", "avdln", -0.02),
    ),
    (
        "Table 2: MS-VAE+W retrieves across modalities better than L3",
        MRR_ACROSS,
        Above("ms-vae-paper", "l3-net-f", 0.0),
    ),
    (
        "Table 2: MS-VAE+W retrieves across modalities better than AVE-Net",
        MRR_ACROSS,
        Above("ms-vae-paper", "ave-net-f", 0.0),
    ),
    (
        "Fig. 3: a shared decoder brings the modalities nearer than one decoder each (share of wrong seconds that are closer, CM-VAE − MS-VAE)",
        &["foscttm"],
        Above("cm-vae", "ms-vae-no-w", 0.0),
    ),
    (
        "§3.4: CM-VAE's visual posterior degenerates to the prior (active units)",
        &["active_units_visual"],
        AtMost("cm-vae", 1.0),
    ),
    (
        "Ours: the published code's own training collapses its latent (active units, sound)",
        &["active_units_audio"],
        AtMost("ms-vae-reference", 1.0),
    ),
    (
        "Ours: the published code's own training collapses its latent (active units, picture)",
        &["active_units_visual"],
        AtMost("ms-vae-reference", 1.0),
    ),
    (
        "Ours: `ms-vae` finds at least 20 points more than the published code's training",
        EXACT,
        Above("ms-vae", "ms-vae-reference", 0.20),
    ),
    (
        "Ours: `ms-vae` is above the linear baseline, label-free CCA (localization)",
        EXACT,
        Above("ms-vae", "cca", 0.0),
    ),
    (
        "Ours: `ms-vae` is above the linear baseline (retrieval across modalities)",
        MRR_ACROSS,
        Above("ms-vae", "cca", 0.0),
    ),
];

/// Every claim that can be tested on composed clips.
pub(crate) fn claims(composed: &Bench) -> Vec<Claim> {
    let claim = |(text, scores, relation)| {
        let (holds, numbers) = tested(composed, scores, relation).unzip();
        Claim { text, holds, numbers: numbers.unwrap_or_default() }
    };
    CLAIMS.into_iter().map(claim).collect()
}

/// Whether the relation holds, and the numbers; nothing where a system was not run.
fn tested(bench: &Bench, scores: &[&str], relation: Relation) -> Option<(bool, String)> {
    match relation {
        Above(first, second, margin) => {
            let (a, b) = (of_seeds(bench, first, scores), of_seeds(bench, second, scores));
            if a.is_empty() || a.len() != b.len() {
                return None;
            }
            let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
            let Spread { mean: difference, sd, n } = Spread::of(&differences);
            let error = 2.0 * sd / (n as f64).sqrt();
            let (a, b) = (mean(&a), mean(&b));
            let numbers = format!(
                "{first} {a:.3}, {second} {b:.3}: {difference:+.3} ± {sd:.3} over {n} seeds"
            );
            Some((difference - error > margin, numbers))
        }
        AtMost(model, most) => {
            let values = of_seeds(bench, model, scores);
            let Spread { mean, sd, n } = Spread::of(&values);
            let numbers = format!("{model} {mean:.1} ± {sd:.1} over {n} seeds");
            (n > 0).then_some((mean <= most, numbers))
        }
    }
}

/// The mean of some scores of a system, for each seed that has them all.
fn of_seeds(bench: &Bench, model: &str, scores: &[&str]) -> Vec<f64> {
    let rows = bench.rows.iter().filter(|row| row.model == model);
    rows.filter_map(|row| {
        let values = scores.iter().map(|score| Some(row.scores.get(score)?.value));
        values.collect::<Option<Vec<f64>>>().map(|values| mean(&values))
    })
    .collect()
}
