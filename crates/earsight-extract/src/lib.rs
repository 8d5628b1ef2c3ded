//! Many files to a store: plan, workers, resume.
//!
//! [`extract`] looks at a folder and makes a library of it: every second of every file that is new or edited
//! becomes a row of each modality it has, and nothing is decoded twice.
//! [`Extractor`] does the same for one file that is in no library, or for a moment of it.
//!
//! ```no_run
//! use earsight_extract::{ExtractOptions, Silent, extract};
//!
//! let report = extract("videos".as_ref(), "library".as_ref(), &ExtractOptions::default(), &mut Silent)?;
//! for skip in &report.skipped {
//!     eprintln!("{}: {}", skip.clip, skip.reason);
//! }
//! # Ok::<(), earsight_extract::Error>(())
//! ```

mod assembly;
mod collection;
mod decoding;
mod error;
mod extract;
mod extractor;
mod lengths;
mod motion;
mod observer;
mod options;
mod pipeline;
mod report;
mod rows;
mod seconds;

pub use collection::{Collection, MediaFile};
pub use error::{Error, Result};
pub use extract::extract;
pub use extractor::Extractor;
pub use observer::{Observer, Plan, Progress, Silent};
pub use options::ExtractOptions;
pub use report::{ExtractReport, Skip};
