//! The files of a folder that a moment fits, such as sounds for a shot.

use std::collections::BTreeMap;
use std::sync::Arc;

use earsight::calibration::{Calibration, MatchTest};
use earsight::localization::alignment::{Alignment, align};
use earsight_core::{ClipId, Modality, Span};
use ndarray::{ArrayView2, s};
use serde::Serialize;

use crate::{
    Fitted, Found, OpenLibrary, Place, Query, QueryInfo, Result, Search, known_file, parts_of,
};

/// Which files of a folder fit a moment, and where in them.
#[derive(Debug, Clone, Serialize)]
pub struct SearchedFolder {
    /// The query.
    pub query: QueryInfo,
    /// The modality that it was compared with.
    pub to: Modality,
    /// The model.
    pub model: String,
    /// Files that have the modality.
    pub n_files: usize,
    /// Their seconds.
    pub n_compared: usize,
    /// Files that are farther than true matches are, and so are none.
    pub n_refused: usize,
    /// Files, nearest first.
    pub found: Vec<FolderFit>,
}

/// Where a file fits best. Its distance is the mean over the seconds side by side.
#[derive(Debug, Clone, Serialize)]
pub struct FolderFit {
    /// Its seconds.
    #[serde(flatten)]
    pub found: Found,
    /// The seconds of the query's file that they lie beside: not all of them when the file is shorter.
    pub beside: Span,
}

impl Search {
    /// Compares `query` with every file of `collection`, which [`crate::open_folder`] gave, by their mean distances.
    ///
    /// # Errors
    /// When there is no such model or modality, or the collection cannot be read.
    pub fn answer_folder(
        &self,
        library: &OpenLibrary,
        model: &str,
        query: &Query,
        collection: &OpenLibrary,
    ) -> Result<SearchedFolder> {
        let fitted = library.fitted(model)?;
        let rows = fitted.model.embed(self.from, query.rows(self.from)?)?;
        let own = match query.path.is_file() {
            true => known_file(collection.library.manifest(), &query.path)?,
            false => None,
        };
        // Within one modality a calibration says nothing of sequences: no held-out clip is its own match there.
        let calibration = match self.from == self.to {
            true => None,
            false => library.calibration(model)?,
        };
        let mut tests = MatchTests { calibration, from: self.from, by_query_len: BTreeMap::new() };
        let (mut n_files, mut n_compared, mut n_refused, mut found) = (0, 0, 0, Vec::new());
        for (clip, _) in collection.library.manifest().clips() {
            let Some(features) = collection.library.clip(clip)? else { continue };
            let Some(features) = &features.features[self.to] else { continue };
            let items = fitted.model.embed(self.to, features.view())?;
            n_files += 1;
            n_compared += items.nrows();
            let own_file = own.as_ref() == Some(clip);
            if self.is_elsewhere && own_file {
                continue;
            }
            let first = query.span.start;
            let mut fit = fit(&fitted, first, rows.view(), clip, items.view(), own_file)?;
            let Place { distance, span, .. } = fit.found.place;
            let test = tests.of_query_len(span.len);
            fit.found.p_value = test.map(|test| test.p_value(distance));
            if test.is_some_and(|test| distance > test.farthest(self.refuse)) {
                n_refused += 1;
            } else if self.within.is_none_or(|within| distance <= within) {
                found.push(fit);
            }
        }
        found.sort_by(|a, b| a.found.place.distance.total_cmp(&b.found.place.distance));
        found.truncate(self.k);
        let query = query.info(self.from);
        let (model, to) = (model.to_owned(), self.to);
        Ok(SearchedFolder { query, to, model, n_files, n_compared, n_refused, found })
    }
}

/// Whether a file that fits best belongs to the query, by how many of its seconds lie beside it.
struct MatchTests {
    calibration: Option<Arc<Calibration>>,
    from: Modality,
    by_query_len: BTreeMap<usize, Option<MatchTest>>,
}

impl MatchTests {
    fn of_query_len(&mut self, query_len: usize) -> Option<&MatchTest> {
        let MatchTests { calibration, from, by_query_len } = self;
        let fit = || calibration.as_ref()?.localization_test(*from, query_len);
        by_query_len.entry(query_len).or_insert_with(fit).as_ref()
    }
}

/// Where a file fits the query best. The query's first second is `first` of its file.
fn fit(
    fitted: &Fitted,
    first: usize,
    query: ArrayView2<'_, f32>,
    clip: &ClipId,
    items: ArrayView2<'_, f32>,
    own_file: bool,
) -> Result<FolderFit> {
    // The distance of §3.2: a place in a sequence is wanted, and the files are held against each other by it.
    let compared = fitted.model.distance();
    let Alignment { query: beside, item: span, distance } = align(compared, query, items)?;
    let parts = parts_of(
        compared,
        query.slice(s![beside.range(), ..]),
        items.slice(s![span.range(), ..]),
        1.0 / span.len as f64,
    );
    let place = Place { clip: clip.clone(), second: span.start, span, distance, row: span.start };
    let beside = Span::new(first + beside.start, beside.len);
    Ok(FolderFit { found: Found { place, parts, own_file, p_value: None }, beside })
}
