//! The paper's tables on data that everyone has: composed clips, real clips, AVE.
//!
//! Composed clips are made here from real per-second features; see [`composed`].

mod as_published;
pub mod ave;
mod bench;
pub mod bundled;
mod claims;
pub mod composed;
mod controls;
pub mod correspondence;
mod dataset;
mod error;
mod exhibits;
mod figures;
mod hdf5;
mod own_labels;
mod published;
pub mod raw_seconds;
mod reproduction;
mod runs;
mod scores;
pub mod speed;
mod summary;
mod tables;
pub mod tensor_import;
mod tensors;

pub use as_published::{AsPublished, first_rank_with_index_bug};
pub use bench::{
    AveProtocol, AveSource, Bench, CLIP_HEADLINES, CalibrationBench, ComposedProtocol,
    ComposedSizes, CurvePoint, CurveScore, Curves, EVENT_HEADLINES, Promise, YARDSTICK, bench_ave,
    bench_clips, bench_composed, calibrate_clips, calibrate_composed,
};
pub use claims::{Claim, Verdict, claims};
pub use controls::Controls;
pub use dataset::{DataCard, Labelled, digest};
pub use error::{Error, Result};
pub use exhibits::{Exhibits, Panel};
pub use figures::{curve_figure, latent_figure, localization_figure};
pub use published::{PUBLISHED, Published, published};
pub use reproduction::Reproduction;
pub use runs::{Failure, Plan, Progress, Row, System};
pub use scores::{LengthTable, Score, Scores};
pub use summary::{ModelSummary, SummedScore, model_label};
pub use tables::PrintedTable;
pub use tensors::TensorFile;
