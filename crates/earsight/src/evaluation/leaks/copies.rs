//! Copies and near-copies across parts.
//!
//! Exact copies are found by a hash of the numbers, near-copies by the cosine of standardised rows:
//! every column has mean 0 and variance 1 over all parts, since features that are never negative have high cosines
//! whatever they show. Cosines are matrix products of blocks; equal rows enter once.

mod near;
mod rows;

use std::collections::{HashMap, HashSet};

use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality, PerModality};

use super::part::{pairs, severity};
use super::{Finding, Kind, Part, Severity};
use crate::evaluation::row_bits::clip_key;
use crate::evaluation::standardized::Standardized;
use near::{clip_means, near_pairs, row_directions};
use rows::UniqueRows;

/// Cosine of two clips' mean standardised rows; above it they are near-copies.
const CLIP_COSINE: f32 = 0.98;
/// Cosine of two seconds' standardised rows; above it they are near-copies.
const SECOND_COSINE: f32 = 0.99;
/// From this share of the evaluated seconds on, equal seconds are serious.
const SERIOUS_SHARE: f64 = 0.01;

pub(super) fn findings(parts: &[Part<'_>]) -> Vec<Finding> {
    let sets: Vec<&FeatureSet> = parts.iter().filter_map(|part| part.features).collect();
    let scale = PerModality::from_fn(|modality| Standardized::fit(&sets, modality));
    let none = HashSet::new();
    let mut found = Vec::new();
    for (a, b) in pairs(parts) {
        let (Some(train), Some(test)) = (a.features, b.features) else { continue };
        let names = format!("{} and {}", a.partition.name(), b.partition.name());
        let serious = severity(b.partition);

        let exact = exact_clips(train, test);
        // A clip is reported once, as the closest kind of copy that it is.
        let mut reported = second_of(&exact);
        let message = format!("{} clips stand in {names} with exactly equal features", exact.len());
        found.extend(copies(Kind::DuplicateClips, serious, exact, message));

        let near = PerModality::from_fn(|modality| {
            let means = |set: &FeatureSet, skip: &HashSet<ClipId>| {
                clip_means(&scale[modality], set, modality, skip)
            };
            near_pairs(&means(train, &none), &means(test, &reported), CLIP_COSINE)
        });
        let PerModality { audio, visual } = near;
        let (both, mut either): (Vec<_>, Vec<_>) =
            audio.into_iter().partition(|pair| visual.contains(pair));
        either.extend(visual.into_iter().filter(|pair| !both.contains(pair)));
        reported.extend(second_of(&both));
        reported.extend(second_of(&either));
        let message = |pairs: &[Vec<ClipId>], modalities: &str| {
            format!(
                "{} pairs of clips of {names} are nearly equal in {modalities} (cosine above {CLIP_COSINE})",
                pairs.len()
            )
        };
        let of_both = message(&both, "sound and picture");
        let of_either = message(&either, "one modality");
        found.extend(copies(Kind::NearDuplicateClips, serious, both, of_both));
        found.extend(copies(Kind::NearDuplicateClips, Severity::Warning, either, of_either));

        for modality in Modality::ALL {
            let known = UniqueRows::of(train, modality, &none);
            let other = UniqueRows::of(test, modality, &reported);
            found.extend(exact_seconds(&known, &other, modality, &names));
            let near = near_pairs(
                &row_directions(&scale[modality], &known),
                &row_directions(&scale[modality], &other.without(&known)),
                SECOND_COSINE,
            );
            let message = format!(
                "{} seconds of {} of {names} are nearly equal (cosine above {SECOND_COSINE})",
                near.len(),
                modality.alias()
            );
            found.extend(copies(Kind::NearDuplicateSeconds, Severity::Warning, near, message));
        }
    }
    found
}

/// Clips all of whose numbers are equal, that of the training part first.
fn exact_clips(train: &FeatureSet, test: &FeatureSet) -> Vec<Vec<ClipId>> {
    let known: HashMap<_, &ClipFeatures> =
        train.clips().iter().map(|clip| (clip_key(clip), clip)).collect();
    let copy = |clip: &ClipFeatures| {
        let original =
            known.get(&clip_key(clip)).filter(|other| other.features == clip.features)?;
        Some(vec![original.id.clone(), clip.id.clone()])
    };
    test.clips().iter().filter_map(copy).collect()
}

fn exact_seconds(
    train: &UniqueRows<'_>,
    test: &UniqueRows<'_>,
    modality: Modality,
    names: &str,
) -> Option<Finding> {
    let shared = test.also_in(train);
    let share = shared.n_seconds as f64 / test.n_seconds().max(1) as f64;
    let severity = if share > SERIOUS_SHARE { Severity::Serious } else { Severity::Warning };
    let message = format!(
        "{} seconds of {} ({:.1} %) stand in {names} with exactly equal features, {} of them one and the same row",
        shared.n_seconds,
        modality.alias(),
        100.0 * share,
        shared.n_most_frequent
    );
    let finding = copies(Kind::DuplicateSeconds, severity, shared.pairs, message)?;
    Some(Finding { number: shared.n_seconds as f64, ..finding })
}

fn second_of(pairs: &[Vec<ClipId>]) -> HashSet<ClipId> {
    pairs.iter().map(|pair| pair[1].clone()).collect()
}

fn copies(
    kind: Kind,
    severity: Severity,
    pairs: Vec<Vec<ClipId>>,
    message: String,
) -> Option<Finding> {
    let number = pairs.len() as f64;
    (!pairs.is_empty()).then_some(Finding { severity, kind, message, number, clips: pairs })
}
