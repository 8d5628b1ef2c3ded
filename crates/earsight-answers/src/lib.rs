//! Questions to a library, answered in plain values: what a command prints and a page shows.
//!
//! ```no_run
//! use earsight_answers::{OpenLibrary, Query, Search};
//! use earsight_core::Modality;
//!
//! let library = OpenLibrary::open("videos.earsight".as_ref())?;
//! let model = library.model_name(None)?;
//! let query = Query::resolve(&"dog.mp4@3..5".into(), &library, 2)?;
//! let search = Search::new(Modality::Audio, Modality::Visual);
//! for found in search.answer(&library, &model, &query, 2)?.found {
//!     println!("{} {}", found.place.clip, found.place.span);
//! }
//! # Ok::<(), earsight_answers::Error>(())
//! ```

mod distance_parts;
mod error;
mod generating;
mod latent_points;
mod library;
mod localizing;
mod model_report;
mod moment;
mod outside;
mod paired_seconds;
mod query;
mod ranking;
mod real_seconds;
mod searching;
mod self_check;
mod training_record;

pub use distance_parts::{PartOfDistance, parts_of};
pub use error::{Error, Result};
pub use generating::{Distances, Drawn, Generate, Generated, Typicality};
pub use latent_points::LatentPoints;
pub use library::{
    CalibrationFile, Fitted, FittedNames, OpenLibrary, checkpoint_name, fingerprint,
};
pub use localizing::{Alternative, Certainty, Localize, Localized, MatchVerdict};
pub use model_report::{CheckFacts, LatentFacts, ModelReport, TrainingFacts};
pub use moment::{Seconds, TypedMoment};
pub use outside::{WEIGHTS_VARIABLE, extractor, features_of, given_weights, options_of};
pub use query::{Asked, Query, QueryError, known_file, stored};
pub use ranking::{Place, first_places};
pub use real_seconds::RealSeconds;
pub use searching::{Found, Proof, Question, Search, Searched, indexed_rows, nearest};
pub use self_check::{
    BASELINE, CheckIdentity, EventRecord, FindingMoments, FoldRecord, Localizing, Method,
    MethodRecord, OwnMomentsRecord, Retrieving, Score, SelfCheck, ShownRecord,
};
pub use training_record::{ActiveUnits, TrainingIdentity, TrainingRecord};

/// Rows under each other; `n_columns` is their width, and that of the result where there are none.
///
/// # Shapes
/// - `parts`: `[·, D]` each → `[N, D]`
pub(crate) fn stacked(
    parts: &[ndarray::ArrayView2<'_, f32>],
    n_columns: usize,
) -> ndarray::Array2<f32> {
    let none = ndarray::Array2::zeros((0, n_columns));
    let parts: Vec<_> = std::iter::once(none.view()).chain(parts.iter().cloned()).collect();
    ndarray::concatenate(ndarray::Axis(0), &parts).expect("all rows of a sense are equally wide")
}
