//! Copies and near-copies across parts.
//!
//! Exact copies are found by a hash over the numbers.
//! Near-copies by the cosine of standardised rows: every column is brought to mean 0 and variance 1 over all parts first,
//! since features that are never negative have high cosines whatever they show.
//! Cosines are matrix products of blocks; equal rows enter once.

mod near;
mod rows;

use std::collections::{HashMap, HashSet};

use earsight_core::{ClipFeatures, ClipId, FeatureSet, Modality};

use super::part::{pairs, severity};
use super::{Finding, Kind, Limits, Part, Severity, noun};
use near::{Standardized, near_pairs};
use rows::{UniqueRows, clip_key};

/// From this share of the asked seconds on, equal seconds are serious.
const SERIOUS_SHARE: f64 = 0.01;

pub(super) fn findings(parts: &[Part<'_>], limits: &Limits) -> Vec<Finding> {
    let sets: Vec<&FeatureSet> = parts.iter().filter_map(|part| part.features).collect();
    let scale = earsight_core::PerModality::from_fn(|modality| Standardized::fit(&sets, modality));
    let mut found = Vec::new();
    for (a, b) in pairs(parts) {
        let (Some(teaching), Some(asked)) = (a.features, b.features) else { continue };
        let names = format!("{} and {}", a.partition.name(), b.partition.name());
        let exact = exact_clips(teaching, asked);
        let mut told: HashSet<ClipId> = exact.iter().map(|pair| pair[1].clone()).collect();
        found.extend(clips_finding(Kind::DuplicateClips, severity(b.partition), &exact, |n| {
            format!("{n} clips stand in {names} with exactly equal features")
        }));
        let near = PairsPerModality::of(|modality| {
            let means = |set: &FeatureSet, skip: &HashSet<ClipId>| {
                scale[modality].clip_means(set, modality, skip)
            };
            near_pairs(&means(teaching, &HashSet::new()), &means(asked, &told), limits.clip_cosine)
        });
        let both: Vec<Vec<ClipId>> =
            near.audio.iter().filter(|pair| near.visual.contains(pair)).cloned().collect();
        let either: Vec<Vec<ClipId>> = near
            .audio
            .iter()
            .chain(near.visual.iter().filter(|pair| !near.audio.contains(pair)))
            .filter(|pair| !both.contains(pair))
            .cloned()
            .collect();
        found.extend(clips_finding(Kind::NearDuplicateClips, severity(b.partition), &both, |n| {
            format!("{n} pairs of clips of {names} are nearly equal in sound and picture (cosine above {})", limits.clip_cosine)
        }));
        found.extend(clips_finding(Kind::NearDuplicateClips, Severity::Warning, &either, |n| {
            format!(
                "{n} pairs of clips of {names} are nearly equal in one modality (cosine above {})",
                limits.clip_cosine
            )
        }));
        told.extend(both.iter().chain(&either).map(|pair| pair[1].clone()));
        for modality in Modality::ALL {
            let (one, other) = (
                UniqueRows::of(teaching, modality, &HashSet::new()),
                UniqueRows::of(asked, modality, &told),
            );
            found.extend(exact_seconds(&one, &other, modality, &names));
            let near = near_pairs(
                &scale[modality].rows(&one),
                &scale[modality].rows(&other.without(&one)),
                limits.second_cosine,
            );
            found.extend(clips_finding(
                Kind::NearDuplicateSeconds,
                Severity::Warning,
                &near,
                |n| {
                    format!(
                        "{n} seconds of {} of {names} are nearly equal (cosine above {})",
                        noun(modality),
                        limits.second_cosine
                    )
                },
            ));
        }
    }
    found
}

/// Pairs found in each modality.
struct PairsPerModality {
    audio: Vec<Vec<ClipId>>,
    visual: Vec<Vec<ClipId>>,
}

impl PairsPerModality {
    fn of(find: impl Fn(Modality) -> Vec<Vec<ClipId>>) -> Self {
        PairsPerModality { audio: find(Modality::Audio), visual: find(Modality::Visual) }
    }
}

/// Clips all of whose numbers are equal, the one that teaches first.
fn exact_clips(teaching: &FeatureSet, asked: &FeatureSet) -> Vec<Vec<ClipId>> {
    let known: HashMap<_, &ClipFeatures> =
        teaching.clips().iter().map(|clip| (clip_key(clip), clip)).collect();
    let copy = |clip: &ClipFeatures| {
        let original =
            known.get(&clip_key(clip)).filter(|other| other.features == clip.features)?;
        Some(vec![original.id.clone(), clip.id.clone()])
    };
    asked.clips().iter().filter_map(copy).collect()
}

fn exact_seconds(
    teaching: &UniqueRows<'_>,
    asked: &UniqueRows<'_>,
    modality: Modality,
    names: &str,
) -> Option<Finding> {
    let shared = asked.also_in(teaching);
    let share = shared.n_seconds as f64 / asked.n_seconds().max(1) as f64;
    let severity = if share > SERIOUS_SHARE { Severity::Serious } else { Severity::Warning };
    let mut finding = clips_finding(Kind::DuplicateSeconds, severity, &shared.pairs, |_| {
        format!(
            "{} seconds of {} ({:.1} %) stand in {names} with exactly equal features, {} of them one and the same row",
            shared.n_seconds,
            noun(modality),
            100.0 * share,
            shared.n_most_frequent
        )
    })?;
    finding.number = shared.n_seconds as f64;
    Some(finding)
}

fn clips_finding(
    kind: Kind,
    severity: Severity,
    pairs: &[Vec<ClipId>],
    message: impl Fn(usize) -> String,
) -> Option<Finding> {
    (!pairs.is_empty()).then(|| Finding {
        severity,
        kind,
        message: message(pairs.len()),
        number: pairs.len() as f64,
        clips: pairs.to_vec(),
    })
}
