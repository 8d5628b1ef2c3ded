//! What the paper says about its systems, each held against our rows.

use std::fmt;

use earsight_metrics::Spread;

use crate::bench::Bench;

/// How a claim fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Seen here too, beyond the spread over seeds.
    Holds,
    /// The opposite, or nothing beyond the spread over seeds.
    Misses,
    /// A system that it speaks of was not run.
    NotMeasured,
}

/// One claim and what we found.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Where it comes from, and what it says.
    pub says: &'static str,
    /// How it fared here.
    pub verdict: Verdict,
    /// The numbers.
    pub found: String,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Holds => "holds",
            Verdict::Misses => "**missed**",
            Verdict::NotMeasured => "not measured",
        })
    }
}

/// Every claim that composed clips can speak to.
pub fn claims(composed: &Bench) -> Vec<Claim> {
    let rows = Numbers(composed);
    vec![
        rows.larger(
            "Table 1: the Wasserstein term improves localization (31.9 → 38.7 % on AVE)",
            ("ms-vae-paper", "ms-vae-no-w"),
            &["exact_a2v", "exact_v2a"],
            0.0,
        ),
        rows.larger(
            "Table 2: the Wasserstein term improves retrieval across modalities (.145 → .175 on AVE)",
            ("ms-vae-paper", "ms-vae-no-w"),
            &["mrr_av", "mrr_va"],
            0.0,
        ),
        rows.larger(
            "Table 1: MS-VAE+W, without labels, is near AVDLN, with labels (38.7 beside 40.2 %)",
            ("ms-vae-paper", "avdln"),
            &["exact_a2v", "exact_v2a"],
            -0.02,
        ),
        rows.larger(
            "Table 2: MS-VAE+W retrieves across modalities better than L3",
            ("ms-vae-paper", "l3-net-f"),
            &["mrr_av", "mrr_va"],
            0.0,
        ),
        rows.larger(
            "Table 2: MS-VAE+W retrieves across modalities better than AVE-Net",
            ("ms-vae-paper", "ave-net-f"),
            &["mrr_av", "mrr_va"],
            0.0,
        ),
        rows.larger(
            "Fig. 3: a shared decoder brings the modalities nearer than one decoder each (share of wrong seconds that are closer, CM-VAE − MS-VAE)",
            ("cm-vae", "ms-vae-no-w"),
            &["foscttm"],
            0.0,
        ),
        rows.at_most(
            "§3.4: CM-VAE's visual posterior degenerates to the prior (active units)",
            "cm-vae",
            "active_units_visual",
            1.0,
        ),
        rows.at_most(
            "Ours: the published code's own training collapses its latent (active units, sound)",
            "ms-vae-reference",
            "active_units_audio",
            1.0,
        ),
        rows.at_most(
            "Ours: the published code's own training collapses its latent (active units, picture)",
            "ms-vae-reference",
            "active_units_visual",
            1.0,
        ),
        rows.larger(
            "Ours: `ms-vae` finds at least 20 points more than the published code's training",
            ("ms-vae", "ms-vae-reference"),
            &["exact_a2v", "exact_v2a"],
            0.20,
        ),
        rows.larger(
            "Ours: `ms-vae` is above the linear baseline, label-free CCA (localization)",
            ("ms-vae", "cca"),
            &["exact_a2v", "exact_v2a"],
            0.0,
        ),
        rows.larger(
            "Ours: `ms-vae` is above the linear baseline (retrieval across modalities)",
            ("ms-vae", "cca"),
            &["mrr_av", "mrr_va"],
            0.0,
        ),
    ]
}

struct Numbers<'a>(&'a Bench);

impl Numbers<'_> {
    /// Mean over `names` for each seed.
    fn seeds(&self, model: &str, names: &[&str]) -> Vec<f64> {
        let rows = self.0.rows.iter().filter(|row| row.model == model);
        rows.filter_map(|row| {
            let values = names.iter().map(|name| Some(row.scores.get(name)?.value));
            let values: Option<Vec<f64>> = values.collect();
            values.map(|values| earsight_metrics::mean(&values))
        })
        .collect()
    }

    /// That the first is above the second by more than `margin`, in the mean over seeds
    /// and by more than two standard errors of the difference.
    fn larger(
        &self,
        says: &'static str,
        (first, second): (&str, &str),
        names: &[&str],
        margin: f64,
    ) -> Claim {
        let (a, b) = (self.seeds(first, names), self.seeds(second, names));
        if a.is_empty() || a.len() != b.len() {
            return Claim { says, verdict: Verdict::NotMeasured, found: String::new() };
        }
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let apart = Spread::of(&differences);
        let error = 2.0 * apart.sd / (apart.n as f64).sqrt();
        let holds = apart.mean - error > margin;
        let found = format!(
            "{first} {:.3}, {second} {:.3}: {:+.3} ± {:.3} over {} seeds",
            earsight_metrics::mean(&a),
            earsight_metrics::mean(&b),
            apart.mean,
            apart.sd,
            apart.n
        );
        let verdict = if holds { Verdict::Holds } else { Verdict::Misses };
        Claim { says, verdict, found }
    }

    fn at_most(&self, says: &'static str, model: &str, name: &str, most: f64) -> Claim {
        let values = self.seeds(model, &[name]);
        if values.is_empty() {
            return Claim { says, verdict: Verdict::NotMeasured, found: String::new() };
        }
        let Spread { mean, sd, n } = Spread::of(&values);
        let verdict = if mean <= most { Verdict::Holds } else { Verdict::Misses };
        Claim { says, verdict, found: format!("{model} {mean:.1} ± {sd:.1} over {n} seeds") }
    }
}
