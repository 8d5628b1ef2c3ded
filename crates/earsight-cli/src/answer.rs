//! What is printed, for people and as JSON: one file for each kind of answer.

mod benched;
mod checked;
mod curves;
mod doctor;
mod extracted;
mod generated;
mod imported;
mod learned;
mod localized;
mod models;
mod sampled;
mod searched;
mod table;
mod text;
mod trained;
mod written;

pub use benched::{AveBenched, AveSplit, Benched};
pub use checked::{Checked, CheckedFile, FitEvidence, Judged, Opinion, ShiftEvidence};
pub use curves::CurvesBenched;
pub use doctor::{Finding, Health, Verdict};
pub use extracted::{Extracted, SkippedFile};
pub use generated::Generated;
pub use imported::Imported;
pub use learned::{Learned, SelfChecked};
pub use localized::{Alternative, Localized};
pub use models::{ListedModel, Models};
pub use sampled::Sampled;
pub use searched::{Found, Searched};
pub use table::{Align, Table};
pub use text::{PartOfDistance, clock, parts_of};
pub use trained::{TrainedAnswer, indexing_line, training_line};
pub use written::Written;
