//! What else looks or sounds like a moment.

use earsight_core::{Modality, Moment};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Question, indexed_rows, nearest};
use crate::{Error, OpenLibrary, PartOfDistance, Place, Query, QueryInfo, Result, schema};

/// What to search for, in a library or in the files of a folder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// The modality of the query.
    pub from: Modality,
    /// The modality of the results.
    pub to: Modality,
    /// Number of results, at most.
    pub k: usize,
    /// The largest distance, if there is to be one.
    pub within: Option<f64>,
    /// False-rejection rate of "no match"; 0 never rejects.
    pub refuse: f64,
    /// Whether the query's own file is left out.
    pub is_elsewhere: bool,
}

/// The places that are most similar to a query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Searched {
    /// The query.
    pub query: QueryInfo,
    /// The modality that it was compared with.
    #[schema(value_type = schema::Modality)]
    pub to: Modality,
    /// The model that compared them.
    pub model: String,
    /// Seconds that were compared.
    pub n_compared: usize,
    /// Evidence that no other second is nearer.
    pub proof: Proof,
    /// Threshold: no match is farther. `null` without a calibration, or where `--within` is nearer.
    #[schema(required)]
    pub refused_beyond: Option<f64>,
    /// Results, nearest first; empty when nothing matches.
    pub found: Vec<Found>,
}

/// Evidence that comparing every number of every second gives the same results.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Proof {
    /// Seconds of which every number was compared.
    pub n_compared_in_full: usize,
    /// Lower bound, by their codes, of the distances of all other seconds; `null` when there is no other.
    #[schema(required)]
    pub others_beyond: Option<f64>,
}

/// One result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Found {
    /// Its seconds.
    #[serde(flatten)]
    #[schema(inline)]
    pub place: Place,
    /// The summands of its distance.
    pub parts: Vec<PartOfDistance>,
    /// Whether it belongs to the query's own file.
    pub own_file: bool,
    /// Share of true matches that are at least this far; `null` without a calibration.
    #[schema(required)]
    pub p_value: Option<f64>,
}

impl Search {
    /// Ten results, at a false-rejection rate of 5 %.
    pub fn new(from: Modality, to: Modality) -> Self {
        Search { from, to, k: 10, within: None, refuse: 0.05, is_elsewhere: false }
    }

    /// The nearest seconds of an indexed library.
    ///
    /// # Errors
    /// When there is no such index, model or modality.
    pub fn answer(
        &self,
        library: &OpenLibrary,
        model: &str,
        query: &Query,
        n_threads: usize,
    ) -> Result<Searched> {
        let index = library.index(model)?;
        // What the index has needs no model; what comes from elsewhere is embedded now.
        let known = query.clip.as_ref();
        let known = known.and_then(|clip| indexed_rows(&index, self.from, clip, query.span));
        let rows = match known {
            Some(rows) => rows,
            None => library.fitted(model)?.model.embed(self.from, query.rows(self.from)?)?,
        };
        let calibration = library.calibration(model)?;
        let test = calibration
            .and_then(|calibration| calibration.search_test(self.from, self.to, rows.nrows()));
        let refused_beyond = test
            .as_ref()
            .map(|test| test.farthest(self.refuse))
            .filter(|farthest| *farthest < self.within.unwrap_or(f64::INFINITY));
        let question = Question {
            rows: rows.view(),
            clip: query.clip.as_ref(),
            to: self.to,
            k: self.k,
            within: refused_beyond.or(self.within),
        };
        let is_wanted = |moment: &Moment| !self.leaves_out(moment, query);
        let (mut found, certificate) =
            nearest(&index, &question, is_wanted, n_threads).map_err(|source| Error::Search {
                model: model.to_owned(),
                source: Box::new(source),
            })?;
        for found in &mut found {
            found.p_value = test.as_ref().map(|test| test.p_value(found.place.distance));
        }
        Ok(Searched {
            query: query.info(self.from),
            to: self.to,
            model: model.to_owned(),
            n_compared: index.n_rows(self.to),
            proof: Proof {
                n_compared_in_full: certificate.n_compared,
                others_beyond: certificate.others_beyond,
            },
            refused_beyond,
            found,
        })
    }

    /// The query itself is no answer, nor is its file when other files are wanted.
    fn leaves_out(&self, moment: &Moment, query: &Query) -> bool {
        let is_own = Some(&moment.clip) == query.clip.as_ref();
        let is_itself = self.from == self.to && query.span.range().contains(&moment.segment);
        is_own && (self.is_elsewhere || is_itself)
    }
}
