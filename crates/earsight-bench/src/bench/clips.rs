//! Own-clip retrieval on real clips.

use earsight::comparison::FittedComparison;
use earsight::evaluation::{Likeness, Recordings, folds, own_clip_scores};
use earsight_core::{Annotations, FeatureSet, PerModality};

use super::{BASELINE, Bench};
use crate::as_published::AsPublished;
use crate::controls::{Controls, own_clip_chance};
use crate::dataset::{DataCard, Labelled};
use crate::pseudo_labels::pseudo_labels;
use crate::runs::{Plan, Row, run};
use crate::scores::Scores;
use crate::summary::summarize;
use earsight::evaluation::Partition;
use earsight::evaluation::leaks::{Part, examine};

use crate::Result;

/// Names of the mean reciprocal ranks, by the modality of the query; they get intervals.
const MRR: PerModality<&str> = PerModality { audio: "mrr_av", visual: "mrr_va" };

/// Own-clip retrieval on real clips without labels: `n_folds` folds by recording, dealt anew for each seed.
///
/// Systems that learn from labels get pseudo-labels, see `pseudo_labels.rs`.
///
/// # Errors
/// [`crate::Error::Stopped`].
pub fn bench_clips(features: &FeatureSet, n_folds: usize, plan: &Plan<'_>) -> Result<Bench> {
    // Without a split there is one part: what can be found is silence, black images, and sound out of sync.
    let part = Part::new(Partition::Train, features, &Annotations::default(), |_| None);
    let leaks = examine(&[part]);
    let recordings = Recordings::find(features, &Likeness::of(features));
    let sizes = folds(features, &recordings, n_folds, 0).into_iter();
    let fold_sizes: Vec<usize> = sizes.map(|fold| fold.held_out.len()).collect();
    let n_recordings = fold_sizes.iter().sum::<usize>();
    let chance = own_clip_chance(&fold_sizes);
    let (rows, failures) = run(plan, &|entry, seed, observer| {
        let config = (entry.default_config)();
        let mut reciprocal = PerModality::from_fn(|_| vec![None; features.clips().len()]);
        for fold in folds(features, &recordings, n_folds, seed) {
            let train = features.subset(&fold.train);
            let held_out = features.subset(&fold.held_out);
            let model = if entry.is_supervised() {
                let Labelled { features, annotations } = pseudo_labels(&train);
                entry.fit_with_labels(&config, &features, &annotations, seed, observer)?
            } else {
                entry.fit_unsupervised(&config, &train, seed, observer)?
            };
            let known = recordings.among(&fold.train);
            let fitted = FittedComparison::fit(entry, model, &train, &known, seed)?;
            for (from, of_clips) in own_clip_scores(&fitted.comparison(), &held_out)?.iter() {
                for (&place, score) in fold.held_out.iter().zip(of_clips) {
                    reciprocal[from][place] = Some(*score);
                }
            }
        }
        let mut scores = Scores::default();
        for (from, name) in MRR.iter() {
            scores.push_mean(*name, reciprocal[from].iter().flatten().copied().collect());
        }
        scores.push("chance", chance);
        Ok(Row::new(entry, seed, scores))
    })?;
    let data = DataCard::new(
        "clips",
        format!("{n_folds} folds by recording, dealt anew for each seed"),
        [n_recordings - fold_sizes.first().copied().unwrap_or(0), n_recordings],
        [features, features],
    );
    let summary = summarize(&rows, &[MRR.audio, MRR.visual], BASELINE);
    let controls = Controls::from([("mrr_chance".to_owned(), chance)]);
    let as_published = AsPublished::default();
    Ok(Bench { data, as_published, leaks, rows, summary, controls, failures })
}
