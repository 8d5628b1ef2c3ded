//! AVE (Tian et al., ECCV 2018): 4,143 ten-second clips of 28 classes, the data set of the paper.
//!
//! The annotations, label and split files are small and public; the features (7.7 GB) are on a personal drive.
//! Everything but a model's score follows from the small ones: splits, masks, traps, priors and chance levels.

mod annotations;
mod digests;
mod features;
mod labels;
mod library;
mod orders;
mod priors;
mod traps;
mod validation;

use std::path::{Path, PathBuf};

use earsight_core::Annotations;

pub use annotations::AveRow;
pub use digests::OtherDigest;
pub use features::{AveFeatures, VisualFile};
pub use labels::{OtherLabels, one_hot_labels, segment_classes};
pub use library::LibraryFeatures;
pub use orders::{Orders, Split};
pub use priors::{
    Chance, LengthPrior, PartPriors, PositionPriors, Priors, RetrievalChance, RulePrior,
};
pub use validation::{HeldOut, balanced_validation};

pub(crate) use digests::hex;

use crate::{Error, Result};

/// Seconds of a clip of AVE.
pub const CLIP_SEGMENTS: usize = 10;

/// AVE without its features.
#[derive(Debug, Clone)]
pub struct Ave {
    folder: PathBuf,
    rows: Vec<AveRow>,
    classes: Vec<String>,
    orders: [Option<Orders>; 2],
    other_digests: Vec<OtherDigest>,
    other_labels: Vec<OtherLabels>,
}

impl Ave {
    /// Reads `Annotations.txt` and the split files of a folder, and holds what else is there against them.
    ///
    /// A file that is not the published one, or says something else than the annotations, is a finding of
    /// [`Ave::traps`] and no error: people have good reasons to change them.
    ///
    /// # Errors
    /// [`Error::Read`] or [`Error::Format`]; [`Error::NoSplit`] when the folder has neither split.
    pub fn read(folder: &Path) -> Result<Self> {
        let (rows, classes) = annotations::read(&folder.join("Annotations.txt"))?;
        let orders = [
            Orders::read(folder, Split::Match, rows.len())?,
            Orders::read(folder, Split::Standard, rows.len())?,
        ];
        if orders.iter().all(Option::is_none) {
            return Err(Error::NoSplit { path: folder.to_path_buf() });
        }
        Ok(Ave {
            other_digests: digests::other_digests(folder)?,
            other_labels: labels::other_labels(folder, &rows, classes.len())?,
            folder: folder.to_path_buf(),
            rows,
            classes,
            orders,
        })
    }

    /// Every row, in the order of `Annotations.txt`.
    pub fn rows(&self) -> &[AveRow] {
        &self.rows
    }

    /// Class names by class id.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The splits whose files are there.
    pub fn splits(&self) -> impl Iterator<Item = (Split, &Orders)> {
        Split::ALL
            .into_iter()
            .zip(&self.orders)
            .filter_map(|(split, of)| Some((split, of.as_ref()?)))
    }

    /// The rows of a split.
    ///
    /// # Errors
    /// [`Error::NoSplit`] when its files are not there.
    pub fn orders(&self, split: Split) -> Result<&Orders> {
        self.splits()
            .find_map(|(found, orders)| (found == split).then_some(orders))
            .ok_or_else(|| Error::NoSplit { path: self.folder.clone() })
    }

    /// What people said about these rows; a row without an event has an empty span.
    pub fn annotations(&self, rows: &[usize]) -> Annotations {
        let of = |&row: &usize| {
            let row = &self.rows[row];
            (row.clip_id(), row.event(&self.classes))
        };
        rows.iter().map(of).collect()
    }

    /// Files that are not the published ones.
    pub fn other_digests(&self) -> &[OtherDigest] {
        &self.other_digests
    }

    /// Label files that say something else than the annotations.
    pub fn other_labels(&self) -> &[OtherLabels] {
        &self.other_labels
    }
}
