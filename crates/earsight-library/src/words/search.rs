//! The seconds of a library by the probability of the concepts that a text means.

#[cfg(test)]
mod tests;

use earsight::comparison::context_probabilities;
use earsight_core::{ClipId, Modality, Moment, Span};
use ndarray::{Array2, Axis};
use serde::Serialize;
use utoipa::ToSchema;

use super::WordQuery;
use crate::concepts::{ScoredConcept, strongest};
use crate::ranking::{Most, first_places};
use crate::{Fewer, OpenLibrary, Place, Result};

/// Concepts of a result that are named.
const N_STRONGEST: usize = 3;

/// What to search for with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordSearch {
    /// The modality of the results.
    pub to: Modality,
    /// Number of results, at most.
    pub k: usize,
    /// Results of one video, at most; its further moments are listed with the first of them.
    pub per_video: usize,
}

/// The places of a library in which concepts are most probable.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WordsSearched {
    /// The text, and how it was read.
    pub query: WordQuery,
    /// The modality that it was compared with.
    pub to: Modality,
    /// Seconds that were compared.
    pub n_compared: usize,
    /// The mean score of these seconds; a score near it tells nothing. 0 when there are none.
    pub mean_score: f64,
    /// Results, most probable first; there is no threshold below which there is no match.
    pub found: Vec<WordFound>,
    /// Why there are fewer results than were asked for; `null` when there are as many.
    #[schema(required)]
    pub fewer: Option<Fewer>,
}

/// Adjacent seconds of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WordPlace {
    /// The clip.
    pub clip: ClipId,
    /// Its most probable second.
    pub second: usize,
    /// The adjacent seconds that are among the most probable, too.
    pub span: Span,
    /// The sum of the probabilities of the text's concepts, which are averaged within 4 s around the second; 0 to 1.
    pub score: f64,
}

/// One result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WordFound {
    /// Its seconds.
    #[serde(flatten)]
    #[schema(inline)]
    pub place: WordPlace,
    /// The most probable of the text's concepts there.
    pub concepts: Vec<ScoredConcept>,
    /// Further moments of the same video that are as probable as the results, most probable first.
    pub others: Vec<WordPlace>,
}

impl WordSearch {
    /// Ten results, each of another video.
    pub fn new(to: Modality) -> Self {
        WordSearch { to, k: 10, per_video: 1 }
    }

    /// The most probable seconds of a library for a text. No model is needed.
    ///
    /// Equally probable seconds are in the order of their clips and of time.
    ///
    /// # Errors
    /// [`crate::WordsError`], [`crate::Error::NoConcepts`], and those of reading the library.
    pub fn answer(&self, library: &OpenLibrary, text: &str) -> Result<WordsSearched> {
        let (list, _) = library.concepts()?;
        let query = WordQuery::read(text, list).known()?;
        let clips: Vec<&ClipId> =
            library.library.manifest().clips().map(|(clip, _)| clip).collect();
        let mut seconds: Vec<(f64, usize, usize)> = Vec::new();
        let mut n_clips = 0;
        for (place, clip) in clips.iter().enumerate() {
            let Some(rows) = self.probabilities(library, clip, &query)? else { continue };
            n_clips += 1;
            let scores = rows.outer_iter().map(|row| score(row.iter()));
            seconds.extend(scores.enumerate().map(|(second, score)| (score, place, second)));
        }
        let n_compared = seconds.len();
        let sum: f64 = seconds.iter().map(|(score, ..)| score).sum();
        seconds.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let ranked = seconds.into_iter().enumerate().map(|(row, (score, place, segment))| {
            (row, Moment { clip: clips[place].clone(), segment }, -score)
        });
        let most = Most { results: self.k, per_clip: self.per_video, clips: n_clips };
        let found = first_places(ranked, most)
            .into_iter()
            .map(|(place, others)| {
                let rows = self.probabilities(library, &place.clip, &query)?;
                let row = rows.as_ref().map(|rows| rows.row(place.second).to_vec());
                let concepts = row.unwrap_or_default().into_iter().zip(&query.concepts);
                let concepts = concepts.map(|(p, name)| (f64::from(p), p, name.as_str()));
                Ok(WordFound {
                    concepts: strongest(concepts, N_STRONGEST),
                    others: others.into_iter().map(WordPlace::of).collect(),
                    place: WordPlace::of(place),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(WordsSearched {
            fewer: (found.len() < self.k).then_some(Fewer::NoOther),
            query,
            to: self.to,
            n_compared,
            mean_score: sum / n_compared.max(1) as f64,
            found,
        })
    }

    /// Probabilities of the text's concepts in each second of a clip, averaged with those around it; `None` for a clip
    /// without that modality.
    ///
    /// # Shapes
    /// - `[T, M]`, in the order of the text's concepts
    ///
    /// # Errors
    /// Those of reading the library.
    fn probabilities(
        &self,
        library: &OpenLibrary,
        clip: &ClipId,
        query: &WordQuery,
    ) -> Result<Option<Array2<f32>>> {
        let roots = library.library.concepts(clip, self.to)?;
        Ok(roots.map(|roots| context_probabilities(roots.select(Axis(1), &query.columns).view())))
    }
}

impl WordPlace {
    /// Of a place whose distance is the negative score.
    fn of(Place { clip, second, span, distance, .. }: Place) -> Self {
        WordPlace { clip, second, span, score: -distance }
    }
}

/// The sum of probabilities; they are stored in half precision, and so may sum to slightly more than 1.
fn score<'a>(probabilities: impl Iterator<Item = &'a f32>) -> f64 {
    probabilities.map(|&p| f64::from(p)).sum::<f64>().min(1.0)
}
