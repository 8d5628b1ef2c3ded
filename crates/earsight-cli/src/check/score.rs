//! The numbers of a self-check, pooled over its folds.

use std::io::{self, Write};

use earsight::evaluation::{always_first, always_last, uniform_chance};
use earsight::retrieval::{chance_of_one_relevant, mean_reciprocal_rank};
use earsight_core::{Modality, PerModality};
use serde::Serialize;

use super::{MethodRecord, SelfCheck};

/// The numbers of a self-check.
#[derive(Debug, Clone, Serialize)]
pub struct Score {
    /// The model that was checked.
    pub model: String,
    /// Parts the clips were dealt into.
    pub n_folds: usize,
    /// Clips that were asked about, each once and unseen.
    pub n_clips: usize,
    /// Whether a clip's sound finds its own picture among the held-out clips, and the other way round.
    pub own_clip_retrieval: Retrieving,
    /// Whether events are found, with labels.
    pub localization: Option<Localizing>,
}

/// Mean reciprocal ranks, by the sense of the query.
#[derive(Debug, Clone, Serialize)]
pub struct Retrieving {
    /// The model, then linear CCA.
    pub methods: Vec<Method>,
    /// What a random order gives.
    pub chance: f64,
}

/// Shares of exact matches, by the sense of the query.
#[derive(Debug, Clone, Serialize)]
pub struct Localizing {
    /// Events that were looked for, in each direction.
    pub n_events: usize,
    /// The model, then linear CCA.
    pub methods: Vec<Method>,
    /// The same models asked with queries from other clips.
    pub shuffled_query: Vec<Method>,
    /// The most frequent start of each length on the other folds.
    pub best_start_per_length: f64,
    /// The event starts with its clip.
    pub always_first: f64,
    /// The event ends with its clip.
    pub always_last: f64,
    /// A start drawn at random.
    pub chance: f64,
}

/// One method's number, by the sense of the query.
#[derive(Debug, Clone, Serialize)]
pub struct Method {
    /// Registry name.
    pub method: String,
    /// Its number in 0..=1; larger is better.
    pub score: PerModality<f64>,
}

impl SelfCheck {
    /// The numbers, each clip and each event counting once.
    pub fn score(&self) -> Score {
        let n_clips = self.folds.iter().map(|fold| fold.n_held_out).sum();
        let chance = self
            .folds
            .iter()
            .map(|fold| chance_of_one_relevant(fold.n_held_out) * fold.n_held_out as f64)
            .sum::<f64>()
            / (n_clips as f64).max(1.0);
        let methods = self.pooled(
            |method| &method.ranks,
            |ranks| mean_reciprocal_rank(&ranks.iter().map(|&rank| Some(rank)).collect::<Vec<_>>()),
        );
        Score {
            model: self.identity.training.model.clone(),
            n_folds: self.identity.n_folds,
            n_clips,
            own_clip_retrieval: Retrieving { methods, chance },
            localization: self.localizing(),
        }
    }

    fn localizing(&self) -> Option<Localizing> {
        self.identity.labels.as_ref()?;
        let events: Vec<_> = self.folds.iter().flat_map(|fold| &fold.events).collect();
        let placed: Vec<_> = events.iter().map(|event| (event.truth, event.n_segments)).collect();
        let best: Vec<f64> = events.iter().map(|event| event.best_start).collect();
        Some(Localizing {
            n_events: events.len(),
            methods: self.pooled(|method| &method.exact, mean),
            shuffled_query: self.pooled(|method| &method.shuffled, mean),
            best_start_per_length: mean(&best),
            always_first: always_first(&placed),
            always_last: always_last(&placed),
            chance: uniform_chance(&placed),
        })
    }

    /// One number of each method from what all folds gave.
    fn pooled(
        &self,
        of: impl Fn(&MethodRecord) -> &PerModality<Vec<f64>>,
        number: impl Fn(&[f64]) -> f64,
    ) -> Vec<Method> {
        let names = self.folds.first().map_or(&[][..], |fold| &fold.methods);
        names
            .iter()
            .enumerate()
            .map(|(idx, method)| {
                let score = PerModality::from_fn(|modality| {
                    let folds = self.folds.iter().filter_map(|fold| fold.methods.get(idx));
                    let all: Vec<f64> =
                        folds.flat_map(|method| &of(method)[modality]).copied().collect();
                    number(&all)
                });
                Method { method: method.method.clone(), score }
            })
            .collect()
    }
}

impl Score {
    /// As a table for people.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let heads = ["audio → visual", "visual → audio"];
        writeln!(
            out,
            "self-check: {} clips, each asked about by models that had not seen it ({} folds)",
            self.n_clips, self.n_folds
        )?;
        writeln!(out)?;
        writeln!(out, "  {:<28}  {:>14}  {:>14}", "own-clip retrieval (MRR)", heads[0], heads[1])?;
        for method in &self.own_clip_retrieval.methods {
            let PerModality { audio, visual } = method.score;
            writeln!(out, "  {:<28}  {audio:>14.3}  {visual:>14.3}", method.method)?;
        }
        let chance = self.own_clip_retrieval.chance;
        writeln!(out, "  {:<28}  {chance:>14.3}  {chance:>14.3}", "chance")?;
        let Some(found) = &self.localization else { return Ok(()) };
        writeln!(out)?;
        writeln!(
            out,
            "  {:<28}  {:>14}  {:>14}",
            "localization (exact match)", heads[0], heads[1]
        )?;
        let mut row = |name: &str, score: PerModality<f64>| {
            let percent = score.map(|share| format!("{:.1} %", 100.0 * share));
            writeln!(out, "  {name:<28}  {:>14}  {:>14}", percent.audio, percent.visual)
        };
        for method in &found.methods {
            row(&method.method, method.score)?;
        }
        for method in &found.shuffled_query {
            row(&format!("{}, shuffled query", method.method), method.score)?;
        }
        for (rule, share) in [
            ("best start per length", found.best_start_per_length),
            ("always first", found.always_first),
            ("always last", found.always_last),
            ("chance", found.chance),
        ] {
            row(rule, PerModality::from_fn(|_: Modality| share))?;
        }
        writeln!(out, "  {} events in each direction", found.n_events)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / (values.len() as f64).max(1.0)
}
