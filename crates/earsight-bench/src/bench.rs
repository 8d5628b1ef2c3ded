//! A bench from data to numbers: on composed clips, on real clips, on any split with annotations.

use earsight::evaluation::{EmbeddedEvents, folds_by_clip, own_clip_ranks};
use earsight::{ConfigTable, Observer};
use earsight_core::{FeatureSet, PerModality};
use serde::Serialize;

use crate::Result;
use crate::as_published::AsPublished;
use crate::composed::Parts;
use crate::controls::{Controls, clip_identities, event_controls, own_clip_chance};
use crate::dataset::{DataCard, Labelled, digest};
use crate::exhibits::Exhibits;
use crate::runs::{Failure, Plan, Row, System, run};
use crate::scores::{
    FROM, RetrievalProtocol, Scores, latent_scores, localization_scores, retrieval_scores,
};
use crate::summary::{ModelSummary, summarize};

/// Everything that a bench found.
#[derive(Debug, Clone, Serialize)]
pub struct Bench {
    /// On what.
    pub data: DataCard,
    /// Published mistakes that were repeated.
    pub as_published: AsPublished,
    /// One per system and seed.
    pub rows: Vec<Row>,
    /// One per system.
    pub summary: Vec<ModelSummary>,
    /// What one gets without listening or looking.
    pub controls: Controls,
    /// Systems that could not be run.
    pub failures: Vec<Failure>,
}

/// The system that others are compared with, clip by clip.
pub const YARDSTICK: &str = "cca";

/// Numbers that get intervals on data with events: those of Tables 1 and 2.
pub const EVENT_HEADLINES: [&str; 6] =
    ["exact_a2v", "exact_v2a", "mrr_aa", "mrr_av", "mrr_va", "mrr_vv"];
/// Numbers that get intervals on clips without labels.
pub const CLIP_HEADLINES: [&str; 2] = ["mrr_av", "mrr_va"];

/// How composed clips are made and asked about.
#[derive(Debug, Clone)]
pub struct ComposedProtocol {
    /// Clips that teach, composed anew for each seed.
    pub n_train_clips: usize,
    /// Clips that are asked about, the same for every seed, so that systems can be compared clip by clip.
    pub n_test_clips: usize,
    /// Draws of the retrieval set.
    pub n_draws: usize,
    /// Published mistakes to repeat.
    pub as_published: AsPublished,
}

impl Default for ComposedProtocol {
    fn default() -> Self {
        ComposedProtocol {
            n_train_clips: 3000,
            n_test_clips: 400,
            n_draws: 20,
            as_published: AsPublished::default(),
        }
    }
}

/// Of the test clips, away from the seeds of the training clips.
const TEST_SEED: u64 = 1000;

/// Tables 1 and 2 on composed clips.
///
/// # Errors
/// Broken features, or [`crate::Error::Stopped`].
pub fn bench_composed(
    train_parts: &Parts,
    test_parts: &Parts,
    protocol: &ComposedProtocol,
    plan: &Plan<'_>,
) -> Result<Bench> {
    let labelled = |parts: &Parts, n_clips, seed| -> Result<Labelled> {
        let (features, annotations) = parts.compose(n_clips, seed)?;
        Ok(Labelled { features, annotations })
    };
    let test = labelled(test_parts, protocol.n_test_clips, TEST_SEED)?;
    let first = labelled(train_parts, protocol.n_train_clips, 0)?;
    let data = DataCard {
        name: "composed".to_owned(),
        split: format!(
            "{} clips of part {}, composed anew for each seed; {} clips of part {}",
            protocol.n_train_clips,
            train_parts.part(),
            protocol.n_test_clips,
            test_parts.part()
        ),
        n_train_clips: protocol.n_train_clips,
        n_test_clips: protocol.n_test_clips,
        features: [digest(&first.features), digest(&test.features)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let controls = event_controls(&first, &test);
    let (rows, failures) = run(plan, &|system, seed, observer| {
        let train = labelled(train_parts, protocol.n_train_clips, seed)?;
        let asked = AskedEvents { test: &test, n_draws: protocol.n_draws };
        asked.row(system, &train, seed, protocol.as_published, observer)
    })?;
    let summary = summarize(&rows, &EVENT_HEADLINES, YARDSTICK);
    Ok(Bench { data, as_published: protocol.as_published, rows, summary, controls, failures })
}

/// Clips with events that fitted systems are asked about.
pub(crate) struct AskedEvents<'a> {
    pub(crate) test: &'a Labelled,
    pub(crate) n_draws: usize,
}

impl AskedEvents<'_> {
    /// Fits one system and asks it everything.
    pub(crate) fn row(
        &self,
        system: &System,
        train: &Labelled,
        seed: u64,
        as_published: AsPublished,
        observer: &mut dyn Observer,
    ) -> Result<Row> {
        let System { entry, config } = system;
        let config: ConfigTable = as_published.apply(config.clone());
        let model = if entry.is_supervised() {
            entry.fit_with_labels(&config, &train.features, &train.annotations, seed, observer)?
        } else {
            entry.fit_unsupervised(&config, &*as_published.train(train)?, seed, observer)?
        };
        let model = model.as_ref();
        let events = EmbeddedEvents::new(model, &self.test.features, &self.test.annotations)?;
        let (mut scores, lengths) = localization_scores(&events)?;
        let protocol = RetrievalProtocol { n_draws: self.n_draws, seed, as_published };
        scores.extend(retrieval_scores(&events, model.retrieval_distance(), &protocol)?);
        scores.extend(latent_scores(model, &self.test.features)?);
        let exhibits = (seed == 0).then(|| Exhibits::of(model, &events, self.test)).transpose()?;
        Ok(Row {
            model: entry.name.to_owned(),
            is_supervised: entry.is_supervised(),
            seed,
            scores,
            per_length: Some(lengths),
            exhibits,
        })
    }
}

/// Own-clip retrieval on real clips without labels: `n_folds` folds by clip, dealt anew for each seed.
///
/// Systems that learn from labels are given the only ones there are: which clip a second belongs to.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn bench_clips(features: &FeatureSet, n_folds: usize, plan: &Plan<'_>) -> Result<Bench> {
    let identities = clip_identities(features);
    let places: Vec<usize> = features.paired().map(|(place, _)| place).collect();
    let fold_sizes = |seed| -> Vec<usize> {
        folds_by_clip(features, n_folds, seed).iter().map(|fold| fold.held_out.len()).collect()
    };
    let chance = own_clip_chance(&fold_sizes(0));
    let (rows, failures) = run(plan, &|System { entry, config }, seed, observer| {
        let mut reciprocal = PerModality::from_fn(|_| vec![0.0; features.clips().len()]);
        for fold in folds_by_clip(features, n_folds, seed) {
            let train = features.subset(&fold.train);
            let held_out = features.subset(&fold.held_out);
            let model = entry.fit_with_labels(config, &train, &identities, seed, observer)?;
            for (from, ranks) in own_clip_ranks(model.as_ref(), &held_out)?.iter() {
                for (&place, rank) in fold.held_out.iter().zip(ranks) {
                    reciprocal[from][place] = rank.recip();
                }
            }
        }
        let mut scores = Scores::default();
        for (from, direction) in FROM.iter() {
            let name = if *direction == "a2v" { "mrr_av" } else { "mrr_va" };
            let of_clips = places.iter().map(|&place| reciprocal[from][place]).collect();
            scores.push_mean(name, of_clips);
        }
        scores.push("chance", chance);
        Ok(Row {
            model: entry.name.to_owned(),
            is_supervised: entry.is_supervised(),
            seed,
            scores,
            per_length: None,
            exhibits: None,
        })
    })?;
    let data = DataCard {
        name: "clips".to_owned(),
        split: format!("{n_folds} folds by clip, dealt anew for each seed"),
        n_train_clips: places.len() - fold_sizes(0).first().copied().unwrap_or(0),
        n_test_clips: places.len(),
        features: [digest(features), digest(features)],
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let summary = summarize(&rows, &CLIP_HEADLINES, YARDSTICK);
    let controls = Controls::from([("mrr_chance".to_owned(), chance)]);
    let as_published = AsPublished::default();
    Ok(Bench { data, as_published, rows, summary, controls, failures })
}
