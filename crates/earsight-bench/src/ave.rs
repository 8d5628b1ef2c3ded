//! AVE (Tian et al., ECCV 2018): 4,143 ten-second clips of 28 classes, the data set of the paper.
//!
//! The annotations, label and split files are small and public; the features (7.7 GB) are on a personal drive.
//! Splits, masks, leaks, priors and chance levels follow from the small files; only a model's scores need features.

mod annotations;
mod digests;
mod features;
mod labels;
mod leaks;
mod library;
mod orders;
mod priors;
mod validation;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use earsight::evaluation::leaks::Finding;
use earsight_core::{Annotations, ClipId, FeatureSet};

pub use annotations::AveRow;
pub use orders::{Orders, Split};
pub use priors::{
    Chance, LengthPrior, PartPriors, PositionPriors, Priors, RetrievalChance, RulePrior,
};
pub use validation::balanced_validation;

use crate::{Error, Result};

/// Seconds of a clip of AVE.
pub const CLIP_SEGMENTS: usize = 10;

/// AVE without its features.
#[derive(Debug, Clone)]
pub struct Ave {
    folder: PathBuf,
    rows: Vec<AveRow>,
    classes: Vec<String>,
    splits: BTreeMap<Split, Orders>,
    /// Files that are not the published ones or contradict the annotations.
    file_findings: Vec<Finding>,
}

impl Ave {
    /// Reads `Annotations.txt` and the split files of a folder, and checks the other published files there.
    ///
    /// A file that is not the published one, or that contradicts the annotations, is a finding of [`Ave::leaks`]
    /// and no error: there may be good reasons to change a file.
    ///
    /// # Errors
    /// [`Error::Read`] or [`Error::Format`]; [`Error::NoSplit`] when the folder has neither split.
    pub fn read(folder: &Path) -> Result<Self> {
        let (rows, classes) = annotations::read(&folder.join("Annotations.txt"))?;
        let mut splits = BTreeMap::new();
        for split in Split::ALL {
            splits.extend(split.read(folder, rows.len())?.map(|orders| (split, orders)));
        }
        if splits.is_empty() {
            return Err(Error::NoSplit { path: folder.to_path_buf() });
        }
        let mut file_findings = digests::findings(folder)?;
        file_findings.extend(labels::findings(folder, &rows, classes.len())?);
        Ok(Ave { folder: folder.to_path_buf(), rows, classes, splits, file_findings })
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
    pub fn splits(&self) -> &BTreeMap<Split, Orders> {
        &self.splits
    }

    /// The rows of a split.
    ///
    /// # Errors
    /// [`Error::NoSplit`] when its files are not there.
    pub fn orders(&self, split: Split) -> Result<&Orders> {
        self.splits.get(&split).ok_or_else(|| Error::NoSplit { path: self.folder.clone() })
    }

    /// The labels of these rows; a row without an event has an empty span.
    pub fn annotations(&self, rows: &[usize]) -> Annotations {
        let of = |&row: &usize| {
            let row = &self.rows[row];
            (row.clip_id(), row.event(&self.classes))
        };
        rows.iter().map(of).collect()
    }

    /// The clips of these rows that `features` has, in the order of `rows`.
    ///
    /// `features` are those of [`Ave::features`] or [`Ave::library_features`].
    ///
    /// # Panics
    /// When a row is not one of AVE's, or is named twice; a bug of the caller.
    pub fn subset(&self, features: &FeatureSet, rows: &[usize]) -> FeatureSet {
        let clips = features.clips().iter().enumerate();
        let places: HashMap<&ClipId, usize> =
            clips.map(|(place, clip)| (&clip.id, place)).collect();
        let of_rows = rows.iter().filter_map(|&row| places.get(&self.rows[row].clip_id()).copied());
        features.subset(&of_rows.collect::<Vec<_>>())
    }
}
