//! Distances of a held-out clip's seconds to its own and to mismatched ones.

use earsight_core::{Distance, FeatureSet, Modality, PerModality, SecondRows, Span};
use ndarray::{Array2, Axis, concatenate, s};
use rand::SeedableRng;
use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;

use crate::comparison::{Comparison, ConceptMeans};
use crate::generation::{GeneratedSecond, RealFeatures};
use crate::retrieval::distance_matrix::all_distances;
use crate::{CrossModalGenerator, Error, Result};

/// Clips that are measured; more would not change the digits that are shown.
pub const MOST_CLIPS: usize = 500;
/// Seconds of a clip that are used; the size of its matrix is quadratic in them.
const MOST_SECS: usize = 40;
/// Clips whose changes are stored: they are many numbers, and so many clips are enough.
const MOST_WITH_CHANGES: usize = 100;
/// Mismatched clips that each clip is compared with.
const N_MISMATCHED: usize = 6;

/// Distances of a clip's seconds, by the modality of the query.
///
/// The items are the seconds of the clip itself, then those of mismatched clips.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOutClip {
    /// Of [`Comparison::distance`], to the seconds of the other modality. `[T, W]`, `W ≥ T`
    pub(super) sequence: PerModality<Array2<f32>>,
    /// Of [`Comparison::retrieval_distance`], by the modality of the query, then of the items. `[T, W]`
    pub(super) collection: PerModality<PerModality<Array2<f32>>>,
    /// Seconds of each mismatched clip, in their order.
    pub(super) mismatched_secs: Vec<usize>,
    /// Changes in its seconds, where they are known. `[T, ·]` each
    pub(super) changes: Option<PerModality<Array2<f32>>>,
    /// Of each second of a modality to what is generated for it from the other one, where the model generates; see
    /// [`crate::generation::GeneratedParts`]. `[T, 1]` each
    pub(super) generated: Option<PerModality<Array2<f32>>>,
}

impl HeldOutClip {
    /// Its own seconds.
    pub(super) fn n_secs(&self) -> usize {
        self.sequence.audio.nrows()
    }

    /// The mismatched clips, as spans of the items.
    pub(super) fn mismatched(&self) -> impl Iterator<Item = Span> {
        self.mismatched_secs.iter().scan(self.n_secs(), |start, &n_secs| {
            let span = Span::new(*start, n_secs);
            *start += n_secs;
            Some(span)
        })
    }

    /// Measures clips with a model that was fitted on others; at most `most_clips` of them, drawn by `seed`.
    ///
    /// Clips that lack a modality are skipped. Rows are embedded clip by clip, so a model with context has the
    /// surroundings of a query here, but not for a query that was cut out.
    ///
    /// # Errors
    /// Those of the model.
    pub fn measure(
        comparison: &Comparison<'_>,
        held_out: &FeatureSet,
        most_clips: usize,
        seed: u64,
    ) -> Result<Vec<Self>> {
        let pairs = held_out.clips().iter().filter_map(|clip| Some((clip, clip.both_rows()?)));
        let clips: Vec<_> = pairs.filter(|(_, pair)| pair.audio.n_secs() > 0).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut chosen = sample(&mut rng, clips.len(), most_clips.min(clips.len())).into_vec();
        chosen.sort_unstable();
        let seconds = |place: usize| {
            let pair = clips[place].1;
            let within = Span::new(0, pair.audio.n_secs().min(MOST_SECS));
            pair.map(|rows| rows.within(within))
        };
        let embedded: Vec<PerModality<Array2<f32>>> = chosen
            .iter()
            .map(|&place| {
                let pair = seconds(place);
                PerModality::try_from_fn(|modality| comparison.embed(modality, pair[modality]))
            })
            .collect::<Result<_>>()?;
        let of_clip = |own: usize| {
            let clip = clips[chosen[own]].0;
            let n = embedded[own].audio.nrows();
            let changes = clip.both_changes().filter(|_| own < MOST_WITH_CHANGES);
            let n_mismatched = N_MISMATCHED.min(embedded.len() - 1);
            let clips = || embedded.iter().cycle().skip(own).take(1 + n_mismatched);
            let items = PerModality::from_fn(|modality| {
                let rows: Vec<_> = clips().map(|clip| clip[modality].view()).collect();
                concatenate(Axis(0), &rows).expect("embedded rows are equally wide")
            });
            let distances = |distance: &Distance, from: Modality, to: Modality| {
                let all = all_distances(distance, embedded[own][from].view(), items[to].view())?;
                Result::Ok(all.mapv(|distance| distance as f32))
            };
            let generated = comparison.generator().map(|(generator, means)| {
                from_other_modality(generator, means, seconds(chosen[own]))
            });
            let (sequence, collection) = (comparison.distance(), comparison.retrieval_distance());
            Ok(HeldOutClip {
                sequence: PerModality::try_from_fn(|from| distances(sequence, from, from.other()))?,
                collection: PerModality::try_from_fn(|from| {
                    PerModality::try_from_fn(|to| distances(collection, from, to))
                })?,
                mismatched_secs: clips().skip(1).map(|clip| clip.audio.nrows()).collect(),
                changes: changes.map(|both| both.map(|rows| rows.slice(s![..n, ..]).to_owned())),
                generated: generated.transpose()?,
            })
        };
        (0..embedded.len()).map(of_clip).collect()
    }
}

/// The distance of each second of a modality to what is generated for it from the other one.
fn from_other_modality(
    generator: &dyn CrossModalGenerator,
    means: Option<&ConceptMeans>,
    clip: PerModality<SecondRows<'_>>,
) -> Result<PerModality<Array2<f32>>> {
    let directions = means.map(|means| {
        PerModality::try_from_fn(|modality| {
            let roots = clip[modality].concepts.ok_or(Error::NoConcepts { modality })?;
            means.directions(modality, roots)
        })
    });
    let directions = directions.transpose()?;
    PerModality::try_from_fn(|to| {
        let from = to.other();
        let generated = generator.generate(from, clip[from].features)?;
        let mut real = RealFeatures::new(generator, to, clip[to].features)?;
        if let Some(directions) = &directions {
            real = real.with_concepts(directions[to].clone());
        }
        let distance = |second: usize| {
            let concepts = directions.as_ref().map(|directions| directions[from].row(second));
            let features = generated[to].row(second);
            let parts = real.parts(GeneratedSecond { features, concepts }, second)?;
            Ok([parts.sum() as f32])
        };
        let distances: Result<Vec<[f32; 1]>> = (0..clip[to].n_secs()).map(distance).collect();
        Ok(distances?.into())
    })
}
