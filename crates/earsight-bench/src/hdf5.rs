//! Arrays of an HDF5 file, read a slice of rows at a time.

use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// One array of an open HDF5 file; nothing of it is in memory until it is read.
pub(crate) struct Hdf5Array {
    dataset: hdf5_pure::Dataset,
    key: String,
    shape: Vec<usize>,
    path: PathBuf,
}

impl Hdf5Array {
    /// Opens the array `key` of a file.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::Format`] when there is no such array.
    pub(crate) fn open(path: &Path, key: &str) -> Result<Self> {
        // The library's own message would not name the file.
        std::fs::metadata(path).map_err(Error::read(path))?;
        let broken = |error: hdf5_pure::Error| {
            Error::format(format!("cannot read array `{key}`: {error}"), path)
        };
        let file = hdf5_pure::File::open_streaming(path).map_err(broken)?;
        let dataset = file.dataset(key).map_err(broken)?;
        let shape = dataset.shape().map_err(broken)?.into_iter().map(|n| n as usize).collect();
        Ok(Hdf5Array { dataset, key: key.to_owned(), shape, path: path.to_path_buf() })
    }

    /// Its shape.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// An [`Error::Format`] about this file.
    pub(crate) fn broken(&self, reason: String) -> Error {
        Error::format(reason, &self.path)
    }

    fn unreadable(&self, error: hdf5_pure::Error) -> Error {
        self.broken(format!("cannot read array `{}`: {error}", self.key))
    }

    /// The whole array, as integers.
    pub(crate) fn integers(&self) -> Result<Vec<i64>> {
        self.dataset.read_i64().map_err(|error| self.unreadable(error))
    }

    /// `n` entries of the first dimension from `start` on, in single precision, flat.
    pub(crate) fn slice(&self, start: usize, n: usize) -> Result<Vec<f32>> {
        let values = self
            .dataset
            .read_f32_rows(start as u64, n as u64)
            .map_err(|error| self.unreadable(error))?;
        let expected = n * self.shape[1..].iter().product::<usize>();
        if values.len() != expected {
            return Err(self.broken(format!(
                "array `{}` gave {} values where {expected} were expected",
                self.key,
                values.len()
            )));
        }
        Ok(values)
    }
}
