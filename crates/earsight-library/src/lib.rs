//! The application: open a library, learn one, query it, check files against it; plain values in and out.
//!
//! The program and the page print and show what is computed here.
//!
//! ```no_run
//! use earsight_library::{OpenLibrary, Query, Search};
//! use earsight_core::Modality;
//!
//! let library = OpenLibrary::open("videos.earsight".as_ref())?;
//! let model = library.model_name(None)?;
//! let query = Query::resolve(&"dog.mp4@3..5".into(), &library, 2)?;
//! let search = Search::new(Modality::Audio, Modality::Visual);
//! for found in search.answer(&library, &model, &query, 2)?.found {
//!     println!("{} {}", found.place.clip, found.place.span);
//! }
//! # Ok::<(), earsight_library::Error>(())
//! ```

mod checking;
mod concepts;
mod distance_parts;
mod error;
mod extraction;
mod folder;
mod generating;
mod indexing;
mod labels;
mod latent_points;
mod learn;
mod library;
mod localizing;
mod match_errors;
mod model_report;
mod moment;
mod monitor;
mod outside;
mod own_recording;
mod paired_seconds;
mod query;
mod ranking;
mod real_seconds;
mod searching;
mod self_check;
mod training;
mod upgrading;
mod words;

pub use checking::{
    CheckedFile, DriftEvidence, FitEvidence, Judge, Judged, OffsetEvidence, Opinion,
    SharedOffsetEvidence, Together, judge_together,
};
pub use concepts::{QueryConcepts, ScoredConcept};
pub use distance_parts::{ChosenParts, PartName, PartOfDistance, parts_of};
pub use earsight_extract::{DRAWN_SOUND_HZ, Extracted, SkippedFile, Upgraded, spectrogram_png};
pub use error::{Error, Result};
pub use extraction::extract;
pub use folder::{CONCEPTS_ALONE, FolderFit, SearchedFolder, open_folder};
pub use generating::{
    Distances, Drawn, Generate, Generated, Interpolate, Interpolated, InterpolationStep,
    Plausibility, RealSecond, Typicality,
};
pub use indexing::Indexed;
pub use labels::read_labels;
pub use latent_points::LatentPoints;
pub use learn::{Learn, Learned};
pub use library::{
    CalibrationFile, KnownRecordings, ModelNameError, OpenLibrary, checkpoint_name, fingerprint,
};
pub use localizing::{Alternative, Certainty, Localize, Localized, MatchVerdict, PartAtStarts};
pub use match_errors::MatchErrors;
pub use model_report::{CheckFacts, LatentFacts, ModelReport, TrainingFacts};
pub use moment::{Seconds, TypedMoment};
pub use monitor::{Monitor, Stage, Stopped, count};
pub use outside::{WEIGHTS_VARIABLE, extractor, given_weights, options_of};
pub use query::{Query, QueryError, QueryInfo, known_file, stored};
pub use ranking::Place;
pub use searching::{Fewer, Found, Proof, Search, Searched};
pub use self_check::{
    BASELINE, FoldRecord, Localizing, Method, Score, SelfCheck, SelfChecked, ShownRecord,
};
pub use training::{ActiveUnits, Train, TrainingIdentity, TrainingRecord};
pub use upgrading::upgrade;
pub use words::{
    SenseKind, WordFound, WordPlace, WordQuery, WordSearch, WordSense, WordStatus, WordTerm,
    WordsError, WordsSearched,
};

/// Concatenates rows; `n_columns` is their width, and that of the result if there are none.
///
/// # Shapes
/// - `parts`: `[·, D]` each → `[N, D]`
pub(crate) fn stacked(
    parts: &[ndarray::ArrayView2<'_, f32>],
    n_columns: usize,
) -> ndarray::Array2<f32> {
    let none = ndarray::Array2::zeros((0, n_columns));
    let parts: Vec<_> = std::iter::once(none.view()).chain(parts.iter().cloned()).collect();
    ndarray::concatenate(ndarray::Axis(0), &parts).expect("all rows of a modality are equally wide")
}
