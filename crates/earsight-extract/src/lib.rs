//! Extracts the features of many files into a library: plan, workers, resume.
//!
//! [`extract()`] scans a folder and creates or updates its library: every second of every new or edited file
//! becomes a row of each modality it has, and nothing is decoded twice.
//! [`upgrade()`] adds what an older program did not store.
//! [`Extractor`] does the same for one file that is in no library, or for a window of it.
//!
//! ```no_run
//! use earsight_extract::{ExtractOptions, extract};
//!
//! let options = ExtractOptions::default();
//! let report = extract("videos".as_ref(), "library".as_ref(), &options, &mut |_event| {})?;
//! for skipped in &report.skipped {
//!     eprintln!("{}: {}", skipped.file, skipped.reason);
//! }
//! # Ok::<(), earsight_extract::Error>(())
//! ```

mod assembly;
mod cancellable;
mod collection;
mod concepts;
mod decoding;
mod error;
mod event;
mod extract;
mod extractor;
mod flush_clock;
mod lengths;
mod options;
mod pipeline;
mod report;
mod rows;
mod seconds;
mod spectrogram;
mod upgrade;

pub use collection::{Collection, MediaFile};
pub use concepts::list_of_concepts;
pub use error::{Error, Result};
pub use event::{ExtractEvent, Plan, Progress};
pub use extract::extract;
pub use extractor::Extractor;
pub use options::ExtractOptions;
pub use report::{Extracted, SkippedFile, Upgraded};
pub use spectrogram::{DRAWN_SOUND_HZ, spectrogram_png};
pub use upgrade::upgrade;
