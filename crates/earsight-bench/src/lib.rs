//! The paper's tables on public data: composed clips, real clips, AVE.
//!
//! Composed clips are made here from real per-second features; see [`composed`].

mod as_published;
pub mod ave;
mod bench;
pub mod bundled;
mod claims;
pub mod composed;
mod controls;
#[cfg(feature = "tensor-library")]
pub mod correspondence;
mod dataset;
mod error;
mod figure_data;
mod figures;
mod hdf5;
mod pseudo_labels;
mod published;
#[cfg(feature = "tensor-library")]
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
    Bench, CalibrationBench, CurvePoint, CurveScore, Curves, NominalRates, bench_ave, bench_clips,
    bench_composed, calibrate_clips, calibrate_composed, calibrate_later,
};
pub use controls::Controls;
pub use dataset::{DataCard, Labelled};
pub use error::{Error, Result};
pub use figure_data::{FigureData, Panel};
pub use figures::{curve_figure, latent_figure, localization_figure};
pub use reproduction::Reproduction;
pub use runs::{Failure, Plan, Row};
pub use scores::{LengthTable, Score, Scores};
pub use summary::{ModelSummary, ScoreSummary, model_label};
pub use tables::PrintedTable;
use tensors::TensorFile;
