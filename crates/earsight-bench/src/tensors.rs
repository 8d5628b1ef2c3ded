//! Arrays of a safetensors file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use half::f16;
use ndarray::{Array2, ArrayD};
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

    pub(crate) fn broken(&self, reason: impl Into<String>) -> Error {
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

    /// An array of half-, single- or double-precision numbers.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name.
    pub fn array(&self, name: &str) -> Result<ArrayD<f32>> {
        self.view(name, |dtype, shape, bytes| {
            let values = match dtype {
                Dtype::F16 => {
                    let halves = bytes.as_chunks::<2>().0;
                    halves.iter().map(|&b| f16::from_le_bytes(b).to_f32()).collect()
                }
                Dtype::F32 => {
                    bytes.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect()
                }
                Dtype::F64 => {
                    let doubles = bytes.as_chunks::<8>().0;
                    doubles.iter().map(|&b| f64::from_le_bytes(b) as f32).collect()
                }
                _ => return None,
            };
            ArrayD::from_shape_vec(shape, values).ok()
        })
    }

    /// A matrix of such numbers.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name, [`Error::Shape`] when it has not two dimensions.
    pub fn matrix(&self, name: &str) -> Result<Array2<f32>> {
        let array = self.array(name)?;
        let found = array.shape().to_vec();
        array.into_dimensionality().map_err(|_| self.misshapen(name, found, "[N, D]".to_owned()))
    }

    /// An [`Error::Shape`] about an array of this file.
    pub(crate) fn misshapen(&self, name: &str, found: Vec<usize>, expected: String) -> Error {
        let what = format!("array `{name}`");
        Error::Shape { what, expected, found, path: self.path.clone() }
    }

    /// A row of integers of 32 or 64 bits.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name, or one does not fit into 32 bits.
    pub fn integers(&self, name: &str) -> Result<Vec<i32>> {
        self.view(name, |dtype, shape, bytes| {
            let long = |&b: &[u8; 8]| i32::try_from(i64::from_le_bytes(b)).ok();
            match (dtype, shape) {
                (Dtype::I32, [_]) => {
                    Some(bytes.as_chunks::<4>().0.iter().map(|&b| i32::from_le_bytes(b)).collect())
                }
                (Dtype::I64, [_]) => bytes.as_chunks::<8>().0.iter().map(long).collect(),
                _ => None,
            }
        })
    }

    /// The names of the arrays.
    ///
    /// # Errors
    /// [`Error::Format`] when this is no safetensors file.
    pub fn array_names(&self) -> Result<Vec<String>> {
        let file = SafeTensors::deserialize(&self.bytes)
            .map_err(|error| self.broken(error.to_string()))?;
        Ok(file.names().into_iter().map(|name| name.to_owned()).collect())
    }

    /// The file's own text under `key`, if there is one.
    ///
    /// # Errors
    /// [`Error::Format`] when this is no safetensors file.
    pub fn metadata(&self, key: &str) -> Result<Option<String>> {
        let (_, header) = SafeTensors::read_metadata(&self.bytes)
            .map_err(|error| self.broken(error.to_string()))?;
        Ok(header.metadata().as_ref().and_then(|metadata| metadata.get(key)).cloned())
    }

    /// A list of names kept as JSON in the file's text metadata.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none under `key`.
    pub fn names(&self, key: &str) -> Result<Vec<String>> {
        let text = self.metadata(key)?;
        let text = text.ok_or_else(|| self.broken(format!("no metadata `{key}`")))?;
        serde_json::from_str(&text).map_err(|error| self.broken(format!("`{key}`: {error}")))
    }
}
