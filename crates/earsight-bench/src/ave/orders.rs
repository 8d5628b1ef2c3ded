//! Which rows teach, choose and test: the split files.

use std::collections::HashSet;
use std::ops::Index;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::hdf5::Hdf5Array;
use earsight::evaluation::Partition;

use crate::{Error, Result};

/// One of the two published splits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// `*_order_match.h5`, for cross-modal localization; what MS-VAE's code reads.
    Match,
    /// `*_order.h5`, stratified by class, for supervised event localization.
    Standard,
}

impl Split {
    /// Both.
    pub const ALL: [Split; 2] = [Split::Match, Split::Standard];

    /// `match` or `standard`, as typed.
    pub fn name(self) -> &'static str {
        match self {
            Split::Match => "match",
            Split::Standard => "standard",
        }
    }

    fn file_name(self, partition: Partition) -> String {
        let part = match partition {
            Partition::Train => "train",
            Partition::Validation => "val",
            Partition::Test => "test",
        };
        match self {
            Split::Match => format!("{part}_order_match.h5"),
            Split::Standard => format!("{part}_order.h5"),
        }
    }
}

impl FromStr for Split {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self> {
        Split::ALL
            .into_iter()
            .find(|split| split.name() == typed)
            .ok_or_else(|| Error::UnknownSplit { typed: typed.to_owned() })
    }
}

/// Rows of each part of a split, in the order of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orders {
    /// To learn from.
    pub train: Vec<usize>,
    /// To choose by.
    pub validation: Vec<usize>,
    /// To be asked about.
    pub test: Vec<usize>,
}

impl Index<Partition> for Orders {
    type Output = Vec<usize>;

    fn index(&self, partition: Partition) -> &Vec<usize> {
        match partition {
            Partition::Train => &self.train,
            Partition::Validation => &self.validation,
            Partition::Test => &self.test,
        }
    }
}

impl Orders {
    /// The three files of a split, or nothing where the folder has none of them.
    ///
    /// # Errors
    /// [`Error::Read`] when one of the three is missing, [`Error::Format`] when a row is not among `n_rows`
    /// or is named twice, also by two parts.
    pub(super) fn read(folder: &Path, split: Split, n_rows: usize) -> Result<Option<Self>> {
        let path = |partition| folder.join(split.file_name(partition));
        if !Partition::ALL.into_iter().any(|partition| path(partition).exists()) {
            return Ok(None);
        }
        let mut seen = HashSet::new();
        let mut of = |partition| -> Result<Vec<usize>> {
            let array = Hdf5Array::open(&path(partition), "order")?;
            let mut rows = Vec::new();
            for number in array.integers()? {
                let row =
                    usize::try_from(number).ok().filter(|&row| row < n_rows).ok_or_else(|| {
                        array.broken(format!("row {number} is not among the {n_rows} annotated"))
                    })?;
                if !seen.insert(row) {
                    return Err(array.broken(format!("row {row} is in the split twice")));
                }
                rows.push(row);
            }
            Ok(rows)
        };
        Ok(Some(Orders {
            train: of(Partition::Train)?,
            validation: of(Partition::Validation)?,
            test: of(Partition::Test)?,
        }))
    }
}
