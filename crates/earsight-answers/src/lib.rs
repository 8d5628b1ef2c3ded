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
mod library;
mod localizing;
mod moment;
mod outside;
mod query;
mod ranking;
mod searching;

pub use distance_parts::{PartOfDistance, parts_of};
pub use error::{Error, Result};
pub use library::{
    CalibrationFile, Fitted, FittedNames, OpenLibrary, checkpoint_name, fingerprint,
};
pub use localizing::{Alternative, Certainty, Localize, Localized, MatchVerdict};
pub use moment::{Seconds, TypedMoment};
pub use outside::{WEIGHTS_VARIABLE, extractor, features_of, given_weights, options_of};
pub use query::{Asked, Query, QueryError, known_file, stored};
pub use ranking::{Place, first_places};
pub use searching::{Found, Proof, Question, Search, Searched, indexed_rows, nearest};
