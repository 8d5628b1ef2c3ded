//! What is printed, for people and as JSON: one file for each kind of answer.

mod benched;
mod curves;
mod doctor;
mod drawn;
mod extracted;
mod generated;
mod imported;
mod interpolated;
mod learned;
mod localized;
mod models;
mod sampled;
mod searched;
mod searched_folder;
mod table;
mod text;
mod trained;
mod written;

pub use benched::{AveBenched, AveSplit, Benched};
pub use curves::CurvesBenched;
pub use doctor::{Finding, Health, Verdict};
pub use drawn::Drawn;
pub use extracted::{Extracted, SkippedFile};
pub use generated::{Generated, Typicality};
pub use imported::Imported;
pub use interpolated::{Interpolated, Step};
pub use learned::{Learned, SelfChecked};
pub use localized::{Alternative, Localized};
pub use models::{ListedModel, Models};
pub use sampled::Sampled;
pub use searched::{Found, Searched};
pub use searched_folder::{Fit, SearchedFolder};
pub use table::{Align, Table};
pub use text::{PartOfDistance, clock, parts_of};
pub use trained::{TrainedAnswer, indexing_line, training_line};
pub use written::Written;
