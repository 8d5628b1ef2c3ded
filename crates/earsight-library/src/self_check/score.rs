//! The numbers of a self-check, pooled over its folds.

use earsight::evaluation::OwnMoments;
use earsight_core::{ClipId, Modality, PerModality};
use earsight_metrics::{always_first, always_last, random_order, reciprocal_rank, uniform_chance};
use serde::Serialize;
use utoipa::ToSchema;

use super::fold::OwnMomentsRecord;
use super::{MethodRecord, SelfCheck};

/// The numbers of a self-check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Score {
    /// The model that was checked.
    pub model: String,
    /// Number of cross-validation folds.
    pub n_folds: usize,
    /// Number of recordings, each held out once.
    pub n_clips: usize,
    /// Recordings of several clips, each counted once: the clip that stands for it, then copies, transcodes, cuts and
    /// pieces of it.
    #[schema(value_type = Vec<Vec<String>>)]
    pub shared_recordings: Vec<Vec<ClipId>>,
    /// Retrieval of a clip's own picture by its sound among the held-out clips, and the reverse.
    pub own_clip_retrieval: Retrieving,
    /// Localization of a clip's own moments in it, by their length.
    pub own_moments: Vec<FindingMoments>,
    /// Localization of events, with labels.
    #[schema(required)]
    pub localization: Option<Localizing>,
}

/// Shares of moments that were localized exactly, by the modality of the query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingMoments {
    /// Seconds of a moment.
    pub moment_secs: usize,
    /// Clips that are longer.
    pub n_clips: usize,
    /// By the content of seconds, and where it is known also by the changes within them.
    pub methods: Vec<Method>,
    /// A start drawn at random.
    pub chance: f64,
}

/// Mean reciprocal ranks, by the modality of the query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Retrieving {
    /// The model, then linear CCA.
    pub methods: Vec<Method>,
    /// The expectation of a random order.
    pub chance: f64,
}

/// Shares of exact matches, by the modality of the query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Localizing {
    /// Number of localized events, in each direction.
    pub n_events: usize,
    /// The model, then linear CCA.
    pub methods: Vec<Method>,
    /// The same models with queries from other clips.
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

/// One method's number, by the modality of the query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Method {
    /// Registry name.
    pub method: String,
    /// Its number in 0..=1; larger is better.
    pub score: PerModality<f64>,
    /// Lower and upper end of the 95 % confidence interval: 1.96 standard errors over clips.
    #[schema(value_type = PerModality<earsight_core::schema::Interval>)]
    pub interval: PerModality<(f64, f64)>,
}

impl SelfCheck {
    /// The numbers, each clip and each event counting once.
    pub fn score(&self) -> Score {
        let n_clips = self.folds.iter().map(|fold| fold.n_held_out).sum();
        let chance = self
            .folds
            .iter()
            .map(|fold| reciprocal_rank(&random_order(fold.n_held_out, 1)) * fold.n_held_out as f64)
            .sum::<f64>()
            / (n_clips as f64).max(1.0);
        let methods = self.pooled(|method, from| method.own_clip[from].clone());
        Score {
            model: self.identity.training.model.clone(),
            n_folds: self.identity.n_folds,
            n_clips,
            shared_recordings: self.shared_recordings.clone(),
            own_clip_retrieval: Retrieving { methods, chance },
            own_moments: self.finding_moments(),
            localization: self.localizing(),
        }
    }

    fn finding_moments(&self) -> Vec<FindingMoments> {
        let lengths = self.folds.first().map_or(&[][..], |fold| &fold.own_moments);
        let of_length = |(idx, first): (usize, &OwnMomentsRecord)| {
            let clips = PerModality::from_fn(|from| -> Vec<&OwnMoments> {
                let records = self.folds.iter().filter_map(|fold| fold.own_moments.get(idx));
                records.flat_map(|record| &record.clips[from]).collect()
            });
            let shares = |share: fn(&OwnMoments) -> f64| {
                clips.as_ref().map(|clips| clips.iter().map(|clip| share(clip)).collect())
            };
            let mut methods = vec![method("by content", &shares(|clip| clip.by_content))];
            if clips.audio.iter().all(|clip| clip.with_changes.is_some()) {
                let shares = shares(|clip| clip.with_changes.unwrap_or_default());
                methods.push(method("and by changes", &shares));
            }
            let chances: Vec<f64> = clips.audio.iter().map(|clip| clip.chance).collect();
            FindingMoments {
                moment_secs: first.moment_secs,
                n_clips: chances.len(),
                methods,
                chance: mean(&chances),
            }
        };
        let found = lengths.iter().enumerate().map(of_length);
        found.filter(|found| found.n_clips > 0).collect()
    }

    fn localizing(&self) -> Option<Localizing> {
        self.identity.labels.as_ref()?;
        let events: Vec<_> = self.folds.iter().flat_map(|fold| &fold.events).collect();
        let placed: Vec<_> = events.iter().map(|event| (event.truth, event.n_segments)).collect();
        let best: Vec<f64> = events.iter().map(|event| event.best_start).collect();
        Some(Localizing {
            n_events: events.len(),
            methods: self.pooled(|method, from| method.exact[from].clone()),
            shuffled_query: self.pooled(|method, from| method.shuffled[from].clone()),
            best_start_per_length: mean(&best),
            always_first: always_first(&placed),
            always_last: always_last(&placed),
            chance: uniform_chance(&placed),
        })
    }

    /// The mean for each method over all folds, each clip or event counting once.
    fn pooled(&self, values: impl Fn(&MethodRecord, Modality) -> Vec<f64>) -> Vec<Method> {
        let names = self.folds.first().map_or(&[][..], |fold| &fold.methods);
        let of_method = |(idx, first): (usize, &MethodRecord)| {
            let all = PerModality::from_fn(|from| {
                let folds = self.folds.iter().filter_map(|fold| fold.methods.get(idx));
                folds.flat_map(|method| values(method, from)).collect::<Vec<f64>>()
            });
            method(&first.method, &all)
        };
        names.iter().enumerate().map(of_method).collect()
    }
}

/// The mean over clips and its interval.
fn method(name: &str, values: &PerModality<Vec<f64>>) -> Method {
    Method {
        method: name.to_owned(),
        score: values.as_ref().map(|values| mean(values)),
        interval: values.as_ref().map(|values| interval(values)),
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / (values.len() as f64).max(1.0)
}

/// Mean ± 1.96 standard errors, within 0..=1.
fn interval(values: &[f64]) -> (f64, f64) {
    let (n, mean) = (values.len() as f64, mean(values));
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let standard_error = (squares / (n - 1.0).max(1.0) / n.max(1.0)).sqrt();
    let around = 1.96 * standard_error;
    ((mean - around).max(0.0), (mean + around).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_1_96_standard_errors_wide() {
        let (low, high) = interval(&[0.0, 1.0, 0.0, 1.0]);
        // sd = √(1/3), n = 4
        let around = 1.96 * (1.0_f64 / 3.0 / 4.0).sqrt();
        assert!((low - (0.5 - around).max(0.0)).abs() < 1e-12);
        assert!((high - (0.5 + around).min(1.0)).abs() < 1e-12);
        assert_eq!(interval(&[0.25, 0.25]), (0.25, 0.25));
        assert_eq!(interval(&[]), (0.0, 0.0));
    }
}
