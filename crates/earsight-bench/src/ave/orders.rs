//! The rows of train, validation and test: the split files.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::hdf5::Hdf5Array;
use earsight::evaluation::Partition;

use crate::{Error, Result};

/// Rows of each part of a split, in the order of its files.
pub type Orders = BTreeMap<Partition, Vec<usize>>;

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

    /// Reads the three files of the split; nothing where the folder has none of them.
    ///
    /// # Errors
    /// [`Error::Read`] when one of the three is missing, [`Error::Format`] when a row is not among `n_rows`
    /// or is named twice, also by two parts.
    pub(super) fn read(self, folder: &Path, n_rows: usize) -> Result<Option<Orders>> {
        let path = |partition| folder.join(self.file_name(partition));
        if !Partition::ALL.into_iter().any(|partition| path(partition).exists()) {
            return Ok(None);
        }
        let mut seen = HashSet::new();
        let mut orders = Orders::new();
        for partition in Partition::ALL {
            let array = Hdf5Array::open(&path(partition), "order")?;
            let rows = orders.entry(partition).or_default();
            for number in array.integers()? {
                let row = usize::try_from(number).ok().filter(|&row| row < n_rows);
                let row = row.ok_or_else(|| {
                    array.broken(format!("row {number} is not among the {n_rows} annotated"))
                })?;
                if !seen.insert(row) {
                    return Err(array.broken(format!("row {row} is in the split twice")));
                }
                rows.push(row);
            }
        }
        Ok(Some(orders))
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
