//! Own-clip retrieval on real clips.

use earsight::evaluation::{folds_by_clip, own_clip_ranks};
use earsight_core::{Annotations, FeatureSet, PerModality};

use super::{Bench, CLIP_HEADLINES, YARDSTICK};
use crate::as_published::AsPublished;
use crate::controls::{Controls, own_clip_chance};
use crate::dataset::{DataCard, Labelled, digest};
use crate::own_labels::own_labels;
use crate::runs::{Plan, Row, System, run};
use crate::scores::Scores;
use crate::summary::summarize;
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{Part, examine};

use crate::Result;

/// Of the mean reciprocal ranks, by the modality of the query.
const MRR: PerModality<&str> = PerModality { audio: "mrr_av", visual: "mrr_va" };

/// Own-clip retrieval on real clips without labels: `n_folds` folds by clip, dealt anew for each seed.
///
/// Systems that learn from labels are given what clips say of themselves, see `own_labels.rs`.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn bench_clips(features: &FeatureSet, n_folds: usize, plan: &Plan<'_>) -> Result<Bench> {
    // Without a split there is one part: what is left are silence, blackness and shifts.
    let nothing = Annotations::default();
    let part = Part::new(Partition::Train, features, &nothing, |_| None);
    let leaks = examine(&[part]);
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
            let model = if entry.is_supervised() {
                let Labelled { features, annotations } = own_labels(&train);
                entry.fit_with_labels(config, &features, &annotations, seed, observer)?
            } else {
                entry.fit_unsupervised(config, &train, seed, observer)?
            };
            for (from, ranks) in own_clip_ranks(model.as_ref(), &held_out)?.iter() {
                for (&place, rank) in fold.held_out.iter().zip(ranks) {
                    reciprocal[from][place] = rank.recip();
                }
            }
        }
        let mut scores = Scores::default();
        for (from, name) in MRR.iter() {
            let of_clips = places.iter().map(|&place| reciprocal[from][place]).collect();
            scores.push_mean(*name, of_clips);
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
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}
