//! §3.3 on a library: every second of the index, nearest first.

use std::cell::RefCell;
use std::collections::HashMap;

use earsight::calibration::{KnownVideos, MOST_VIDEOS};
use earsight_core::{ClipId, Distance, Modality, Moment};
use earsight_search::{Certificate, Codes, Collection, Neighbour, Stretch};
use earsight_store::Index;
use ndarray::ArrayView2;
use serde::Serialize;
use utoipa::ToSchema;

use crate::own_recording::OwnRecording;
use crate::ranking::{Most, first_places};
use crate::{
    ChosenParts, MatchErrors, OpenLibrary, PartOfDistance, Place, Query, QueryInfo, Result,
    parts_of,
};

/// Seconds beyond the results that are ranked for the probabilities of videos, at most.
const MOST_FURTHER_SECS: usize = 512;

/// What to search for, in a library or in the files of a folder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// The modality of the query.
    pub from: Modality,
    /// The modality of the results.
    pub to: Modality,
    /// Number of results, at most.
    pub k: usize,
    /// Results of one video, at most; its further moments are listed with the first of them. Has no effect in a folder.
    pub per_video: usize,
    /// The largest distance, if there is to be one.
    pub within: Option<f64>,
    /// False-rejection rate of "no match"; 0 never rejects.
    pub reject: f64,
    /// Whether the query's own recording is excluded: its file, and copies, transcodes and cuts of it.
    pub is_elsewhere: bool,
    /// The parts that are compared; with some of them there is no calibration.
    pub parts: ChosenParts,
}

/// The places of a library nearest to a query.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Searched {
    /// The query.
    pub query: QueryInfo,
    /// The modality that it was compared with.
    pub to: Modality,
    /// The model that compared them.
    pub model: String,
    /// Seconds that were compared.
    pub n_compared: usize,
    /// Evidence that no other second is nearer.
    pub proof: Proof,
    /// Threshold: no match is farther. `null` without a calibration, or where `--within` is nearer.
    #[schema(required)]
    pub rejected_beyond: Option<f64>,
    /// The errors of the test that rejects results; `null` without a calibration.
    #[schema(required)]
    pub errors: Option<MatchErrors>,
    /// Results, nearest first; empty when nothing matches.
    pub found: Vec<Found>,
    /// Why there are fewer results than were asked for; `null` when there are as many.
    #[schema(required)]
    pub fewer: Option<Fewer>,
}

/// Why there are fewer results than were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fewer {
    /// All others are beyond the threshold for "no match".
    NoMatch,
    /// All others are farther than `within`.
    Within,
    /// There is no other video, or with more results a video no other moment.
    NoOther,
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
    /// Whether it is of the query's own recording: its file, a copy, a transcode or a cut of it.
    pub own_recording: bool,
    /// Probability that its video is the query's own recording, if one of the videos is; `null` without a calibration, or
    /// where that is left out.
    #[schema(required)]
    pub probability: Option<f64>,
    /// Share of true matches that are at least this far; `null` without a calibration.
    #[schema(required)]
    pub p_value: Option<f64>,
    /// Further moments of the same video that are as near as the results, nearest first; only in a search of a library.
    pub others: Vec<Place>,
}

impl Search {
    /// Ten results, each of another video, at a false-rejection rate of 5 %.
    pub fn new(from: Modality, to: Modality) -> Self {
        Search {
            from,
            to,
            k: 10,
            per_video: 1,
            within: None,
            reject: 0.05,
            is_elsewhere: false,
            parts: ChosenParts::default(),
        }
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
        let fitted = library.fitted(model)?;
        let comparison = self.parts.choose(fitted.comparison(), model)?;
        let rows = comparison.embed(self.from, query.rows(self.from)?)?;
        let distance = comparison.retrieval_distance();
        let own = OwnRecording::of(query, library)?;
        let calibration = library.calibration(model)?;
        let calibration = calibration.as_deref().filter(|_| self.parts.is_all());
        let (from, to, query_len) = (self.from, self.to, rows.nrows());
        let known = calibration.map(|known| known.found_videos(from, to, query_len));
        let test = known.as_ref().and_then(KnownVideos::test);
        // Where its own recording is left out, no result can be it.
        let can_be_own = !(self.is_elsewhere && query.clip.is_some());
        let videos = known.filter(|_| can_be_own).and_then(|known| known.probabilities());
        let rejected_beyond = test
            .as_ref()
            .map(|test| test.farthest(self.reject))
            .filter(|farthest| *farthest < self.within.unwrap_or(f64::INFINITY));
        let within = rejected_beyond.or(self.within).unwrap_or(f64::INFINITY);
        let clips =
            || library.library.manifest().clips().filter(|(_, content)| content.has[self.to]);
        let n_videos = clips().count();
        // Whether there are more clips than results is all that matters.
        let clips = clips().filter(|&(clip, _)| !(self.is_elsewhere && own.has(clip)));
        let clips = clips.take(self.k.saturating_add(1)).count();
        let most = Most { results: self.k, per_clip: self.per_video, clips };
        let n_ranked = if videos.is_some() { n_videos.min(MOST_VIDEOS) } else { 0 };
        let limits = (within, most, n_ranked);
        let query_rows = (distance, rows.view());
        let nearest = self.nearest(&index, query_rows, (query, &own), limits, n_threads);
        let Nearest { places, certificate, is_cut, videos: ranked } = nearest
            .map_err(|error| error.because(format!("cannot search the index of `{model}`")))?;
        let fewer = (places.len() < self.k).then_some(match (is_cut, rejected_beyond) {
            (false, _) => Fewer::NoOther,
            (true, Some(_)) => Fewer::NoMatch,
            (true, None) => Fewer::Within,
        });
        let probabilities = videos.map(|videos| {
            let distances: Vec<f64> = ranked.iter().map(|(_, distance)| *distance).collect();
            let probabilities = videos.of_nearest(&distances, n_videos);
            ranked.into_iter().map(|(clip, _)| clip).zip(probabilities).collect::<HashMap<_, _>>()
        });
        let found = |(place, others): (Place, Vec<Place>)| Found {
            probability: probabilities.as_ref().and_then(|of| of.get(&place.clip).copied()),
            parts: mean_parts(&index, distance, rows.view(), self.to, place.row),
            own_recording: own.has(&place.clip),
            p_value: test.as_ref().map(|test| test.p_value(place.distance)),
            others,
            place,
        };
        let found: Vec<Found> = places.into_iter().map(found).collect();
        // Also for the query's own rows and the clips' names.
        index.check()?;
        Ok(Searched {
            query: query.info(self.from),
            to: self.to,
            model: model.to_owned(),
            n_compared: index.n_rows(self.to),
            proof: Proof {
                n_compared_in_full: certificate.n_compared,
                others_beyond: certificate.others_beyond,
            },
            rejected_beyond,
            errors: test.as_ref().map(|test| MatchErrors::of(test, self.reject)),
            found,
            fewer,
        })
    }

    /// The nearest places within a distance, and the proof that no other is nearer.
    ///
    /// # Shapes
    /// - `rows`: the embedded query, `[l, E]`
    ///
    /// # Errors
    /// When the index's codes are not those of its rows, or bytes that were read are not those that were written.
    fn nearest(
        &self,
        index: &Index,
        (distance, rows): (&Distance, ArrayView2<'_, f32>),
        (query, own): (&Query, &OwnRecording<'_>),
        (within, most, n_ranked): (f64, Most, usize),
        n_threads: usize,
    ) -> Result<Nearest> {
        let stretches = index.chunks(self.to)?.into_iter().map(|chunk| {
            let read = |bytes| Codes::read(bytes, chunk.rows.nrows(), distance);
            Ok(Stretch { rows: chunk.rows, codes: chunk.codes.map(read).transpose()? })
        });
        let stretches = stretches.collect::<earsight_search::Result<_>>()?;
        let collection = Collection::new(distance, stretches)?;
        let mut ranking = collection.rank(&[rows], n_threads)?.remove(0);
        let videos: RefCell<Vec<(ClipId, f64)>> = RefCell::default();
        let moment = |near: Neighbour| {
            let moment = index.moment(self.to, near.row)?;
            if self.is_excluded(&moment, query, own) {
                return None;
            }
            let mut videos = videos.borrow_mut();
            if videos.len() < n_ranked && videos.iter().all(|(clip, _)| *clip != moment.clip) {
                videos.push((moment.clip.clone(), near.distance));
            }
            Some((near.row, moment, near.distance))
        };
        let ranked = std::iter::from_fn(|| ranking.next_within(within)).filter_map(moment);
        let places = first_places(ranked, most);
        let certificate = ranking.certificate();
        let is_short = places.len() < most.results.min(most.of_all());
        let is_cut = is_short && ranking.by_ref().filter_map(moment).next().is_some();
        // Farther videos, which have no part in the results, have one in their probabilities.
        let further = ranking.by_ref().take(MOST_FURTHER_SECS);
        let further = further.take_while(|_| videos.borrow().len() < n_ranked);
        further.for_each(|near| drop(moment(near)));
        let videos = videos.into_inner();
        index.verify_rows(self.to, ranking.compared_rows())?;
        index.check()?;
        Ok(Nearest { places, certificate, is_cut, videos })
    }

    /// Seconds of the query itself are no results, nor are others of its recording with `is_elsewhere`.
    fn is_excluded(&self, moment: &Moment, query: &Query, own: &OwnRecording<'_>) -> bool {
        let is_itself = || {
            self.from == self.to
                && Some(&moment.clip) == query.clip.as_ref()
                && query.span.range().contains(&moment.segment)
        };
        is_itself() || (self.is_elsewhere && own.has(&moment.clip))
    }
}

/// The nearest places of an index.
struct Nearest {
    /// Results, and further places of their clips.
    places: Vec<(Place, Vec<Place>)>,
    certificate: Certificate,
    /// Whether results are missing because all others are too far.
    is_cut: bool,
    /// The nearest videos, each with the distance of its nearest second, ascending.
    videos: Vec<(ClipId, f64)>,
}

/// The summands of the mean distance of embedded seconds to one row of the index.
fn mean_parts(
    index: &Index,
    distance: &Distance,
    query: ArrayView2<'_, f32>,
    to: Modality,
    row: usize,
) -> Vec<PartOfDistance> {
    let n = query.nrows();
    let item = index.row(to, row);
    let items = item.as_ref().and_then(|item| item.broadcast((n, item.len())));
    items.map_or_else(Vec::new, |items| parts_of(distance, query, items, 1.0 / n as f64))
}
