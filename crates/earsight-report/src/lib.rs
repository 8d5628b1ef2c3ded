//! One self-contained HTML page of pictures: what was learned, how well it works, what it answers.
//!
//! [`Report`] takes plain values and [`Report::to_html`] returns the page.
//! Pictures, sounds and styles are inside it; it holds no script and its content security policy forbids every request.
//! This crate opens no file and knows no model; every text it is given is escaped.
//!
//! ```
//! use earsight_report::{Head, Report};
//!
//! let report = Report {
//!     head: Head { title: "Birds <3".into(), ..Head::default() },
//!     ..Report::default()
//! };
//! assert!(report.to_html().contains("<h1>Birds &lt;3</h1>"));
//! ```

mod excerpt;
mod figures;
mod generation;
mod head;
mod hit;
mod latent_space;
mod learning_curve;
mod localization;
mod media;
mod number;
mod page;
mod picture;
mod plot;
mod report;
mod retrieval;
mod self_check;
mod sense;
mod training_curves;

pub use excerpt::{Excerpt, Sound};
pub use figures::{curve_figure, latent_figure, localization_figure};
pub use generation::GenerationExample;
pub use head::{Collection, Head, Skipped};
pub use hit::{DistancePart, Hit};
pub use latent_space::{LatentDiagnostics, LatentPanel, LatentPoint, LatentSpace};
pub use learning_curve::{CurveLine, CurvePlot};
pub use localization::LocalizationExample;
pub use picture::{spectrogram_png, thumbnail_jpeg};
pub use report::{Limits, Report};
pub use retrieval::RetrievalExample;
pub use self_check::{CheckRow, Role, Scale, SelfCheck};
pub use training_curves::{ActiveUnits, Curve, LossTerm, TrainingCurves};

/// Colours of both senses, of paper and ink, in light and dark, as custom properties of CSS: one design for every page.
pub const THEME: &str = include_str!("theme.css");
