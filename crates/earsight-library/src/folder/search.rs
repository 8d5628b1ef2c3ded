//! Search in the files of a folder, each aligned with the whole query, such as sounds for a shot.

use std::collections::BTreeMap;

use earsight::calibration::{MOST_VIDEOS, MatchTest};
use earsight::comparison::Comparison;
use earsight::localization::alignment::{Alignment, align};
use earsight_core::{ClipId, Modality, Span};
use ndarray::{ArrayView2, s};
use serde::Serialize;

use crate::own_recording::OwnRecording;
use crate::{Found, MatchErrors, OpenLibrary, Place, Query, QueryInfo, Result, Search, parts_of};

/// What is named as the model where concepts alone are compared.
pub const CONCEPTS_ALONE: &str = "concepts";

/// The files of a folder nearest to a query, and where in them.
#[derive(Debug, Clone, Serialize)]
pub struct SearchedFolder {
    /// The query.
    pub query: QueryInfo,
    /// The modality that it was compared with.
    pub to: Modality,
    /// The model; `concepts` where nothing was learned.
    pub model: String,
    /// Files that have the modality.
    pub n_files: usize,
    /// Their seconds.
    pub n_compared: usize,
    /// Files that are rejected: farther than the threshold for "no match".
    pub n_rejected: usize,
    /// The errors of the test that rejects files as long as the query; `null` without a calibration.
    pub errors: Option<MatchErrors>,
    /// Files, nearest first.
    pub found: Vec<FolderFit>,
}

/// The best alignment of a file with the query. Its distance is the mean over the aligned seconds.
#[derive(Debug, Clone, Serialize)]
pub struct FolderFit {
    /// Its seconds.
    #[serde(flatten)]
    pub found: Found,
    /// The seconds of the query's file that they are aligned with: not the whole query when the file is shorter.
    pub beside: Span,
}

impl Search {
    /// Compares `query` with every file of `collection`, opened by [`crate::open_folder`], by their mean distances.
    ///
    /// Without a model they are compared by concepts alone.
    ///
    /// # Errors
    /// When there is no such model or modality, no concepts where there is no model, or the collection cannot be read.
    pub fn answer_folder(
        &self,
        library: &OpenLibrary,
        model: Option<&str>,
        query: &Query,
        collection: &OpenLibrary,
    ) -> Result<SearchedFolder> {
        let fitted = model.map(|model| library.fitted(model)).transpose()?;
        let means;
        let comparison = match &fitted {
            Some(fitted) => fitted.comparison(),
            None => {
                means = library.concept_means()?;
                Comparison::by_concepts(&means)
            }
        };
        let name = model.unwrap_or(CONCEPTS_ALONE);
        let comparison = self.parts.choose(comparison, name)?;
        let rows = comparison.embed(self.from, query.rows(self.from)?)?;
        let own = OwnRecording::in_folder(query, library, collection)?;
        // No calibration of alignments within one modality: there every held-out clip would match itself.
        let calibration = match model {
            Some(model) if self.from != self.to => library.calibration(model)?,
            _ => None,
        };
        let known = calibration.as_deref().filter(|_| self.parts.is_all());
        // Tests and their thresholds by the seconds that are aligned: fewer than the query's where a file is shorter.
        let mut tests: BTreeMap<usize, Option<(MatchTest, f64)>> = BTreeMap::new();
        let test = |n_secs: usize| {
            let test = known?.aligned_videos(self.from, n_secs).test()?;
            let farthest = test.farthest(self.reject);
            Some((test, farthest))
        };
        let (mut n_files, mut n_compared, mut found) = (0, 0, Vec::new());
        for (clip, _) in collection.library.manifest().clips() {
            let Some(features) = collection.library.clip(clip)? else { continue };
            let Some(seconds) = features.rows(self.to) else { continue };
            let items = comparison.embed(self.to, seconds)?;
            n_files += 1;
            n_compared += items.nrows();
            let own_recording = own.has(clip);
            if self.is_elsewhere && own_recording {
                continue;
            }
            let first = query.span.start;
            let mut fit = fit(&comparison, first, rows.view(), clip, items.view(), own_recording)?;
            let Place { distance, span, .. } = fit.found.place;
            let test = tests.entry(span.len).or_insert_with(|| test(span.len)).as_ref();
            fit.found.p_value = test.map(|(test, _)| test.p_value(distance));
            let is_rejected = test.is_some_and(|(_, farthest)| distance > *farthest);
            found.push((fit, is_rejected));
        }
        found.sort_by(|(a, _), (b, _)| a.found.place.distance.total_cmp(&b.found.place.distance));
        let videos = known.map(|known| known.aligned_videos(self.from, rows.nrows()));
        if let Some(videos) = videos.and_then(|videos| videos.probabilities()) {
            let nearest = found.iter().take(MOST_VIDEOS);
            let distances: Vec<f64> = nearest.map(|(fit, _)| fit.found.place.distance).collect();
            let probabilities = videos.of_nearest(&distances, found.len());
            for ((fit, _), probability) in found.iter_mut().zip(probabilities) {
                fit.found.probability = Some(probability);
            }
        }
        let n_rejected = found.iter().filter(|(_, is_rejected)| *is_rejected).count();
        let is_within =
            |fit: &FolderFit| self.within.is_none_or(|within| fit.found.place.distance <= within);
        let found = found.into_iter().filter(|(_, is_rejected)| !is_rejected).map(|(fit, _)| fit);
        let found: Vec<FolderFit> = found.filter(is_within).take(self.k).collect();
        let whole = tests.entry(rows.nrows()).or_insert_with(|| test(rows.nrows())).as_ref();
        let errors = whole.map(|(test, _)| MatchErrors::of(test, self.reject));
        let query = query.info(self.from);
        let (model, to) = (name.to_owned(), self.to);
        Ok(SearchedFolder { query, to, model, n_files, n_compared, n_rejected, errors, found })
    }
}

/// The best alignment of a file with the query, whose first second is `first` of its file.
///
/// # Shapes
/// - `query`: `[l, E]`; `items`: `[T, E]`
fn fit(
    comparison: &Comparison<'_>,
    first: usize,
    query: ArrayView2<'_, f32>,
    clip: &ClipId,
    items: ArrayView2<'_, f32>,
    own_recording: bool,
) -> Result<FolderFit> {
    // The distance of §3.2, which compares places in a sequence.
    let compared = comparison.distance();
    let Alignment { query: beside, item: span, distance } = align(compared, query, items)?;
    let parts = parts_of(
        compared,
        query.slice(s![beside.range(), ..]),
        items.slice(s![span.range(), ..]),
        1.0 / span.len as f64,
    );
    let place = Place { clip: clip.clone(), second: span.start, span, distance, row: span.start };
    let beside = Span::new(first + beside.start, beside.len);
    Ok(FolderFit {
        found: Found {
            place,
            parts,
            own_recording,
            probability: None,
            p_value: None,
            others: Vec::new(),
        },
        beside,
    })
}
