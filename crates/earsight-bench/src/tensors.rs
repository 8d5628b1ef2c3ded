//! Arrays of a safetensors file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use half::f16;
use ndarray::Array2;
use safetensors::{Dtype, SafeTensors};

use crate::{Error, Result};

/// A safetensors file in memory.
pub struct TensorFile {
    path: PathBuf,
    bytes: Cow<'static, [u8]>,
}

impl TensorFile {
    /// # Errors
    /// [`Error::Read`].
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path)
            .map_err(|source| Error::Read { source, path: path.to_path_buf() })?;
        Ok(TensorFile { path: path.to_path_buf(), bytes: Cow::Owned(bytes) })
    }

    /// A file that is part of the program.
    pub(crate) fn of(name: &str, bytes: &'static [u8]) -> Self {
        TensorFile { path: PathBuf::from(name), bytes: Cow::Borrowed(bytes) }
    }

    fn broken(&self, reason: impl Into<String>) -> Error {
        Error::Format { reason: reason.into(), path: self.path.clone() }
    }

    fn view<T>(
        &self,
        name: &str,
        read: impl FnOnce(Dtype, &[usize], &[u8]) -> Option<T>,
    ) -> Result<T> {
        let file = SafeTensors::deserialize(&self.bytes)
            .map_err(|error| self.broken(error.to_string()))?;
        let tensor = file.tensor(name).map_err(|_| self.broken(format!("no array `{name}`")))?;
        let (dtype, shape) = (tensor.dtype(), tensor.shape());
        read(dtype, shape, tensor.data()).ok_or_else(|| {
            self.broken(format!("array `{name}` has type {dtype:?} and shape {shape:?}"))
        })
    }

    /// A matrix of half- or single-precision numbers.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name.
    pub fn matrix(&self, name: &str) -> Result<Array2<f32>> {
        self.view(name, |dtype, shape, bytes| {
            let &[rows, columns] = shape else { return None };
            let values = match dtype {
                Dtype::F16 => {
                    let halves = bytes.as_chunks::<2>().0;
                    halves.iter().map(|&b| f16::from_le_bytes(b).to_f32()).collect()
                }
                Dtype::F32 => {
                    bytes.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect()
                }
                _ => return None,
            };
            Array2::from_shape_vec((rows, columns), values).ok()
        })
    }

    /// A row of 32-bit integers.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name.
    pub fn integers(&self, name: &str) -> Result<Vec<i32>> {
        self.view(name, |dtype, shape, bytes| {
            (dtype == Dtype::I32 && shape.len() == 1)
                .then(|| bytes.as_chunks::<4>().0.iter().map(|&b| i32::from_le_bytes(b)).collect())
        })
    }

    /// A list of names kept as JSON in the file's text metadata.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none under `key`.
    pub fn names(&self, key: &str) -> Result<Vec<String>> {
        let (_, header) = SafeTensors::read_metadata(&self.bytes)
            .map_err(|error| self.broken(error.to_string()))?;
        let text = header.metadata().as_ref().and_then(|metadata| metadata.get(key)).cloned();
        let text = text.ok_or_else(|| self.broken(format!("no metadata `{key}`")))?;
        serde_json::from_str(&text).map_err(|error| self.broken(format!("`{key}`: {error}")))
    }
}
