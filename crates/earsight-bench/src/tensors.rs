//! Arrays of a safetensors file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use half::f16;
use ndarray::{Array2, ArrayD};
use safetensors::{Dtype, SafeTensors};

use crate::{Error, Result};

/// A safetensors file in memory.
pub(crate) struct TensorFile {
    path: PathBuf,
    bytes: Cow<'static, [u8]>,
}

impl TensorFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(Error::read(path))?;
        Ok(TensorFile { path: path.to_path_buf(), bytes: Cow::Owned(bytes) })
    }

    /// A file inside the program.
    pub(crate) fn of(name: &str, bytes: &'static [u8]) -> Self {
        TensorFile { path: PathBuf::from(name), bytes: Cow::Borrowed(bytes) }
    }

    pub(crate) fn broken(&self, reason: impl Into<String>) -> Error {
        Error::format(reason, &self.path)
    }

    fn open(&self) -> Result<SafeTensors<'_>> {
        SafeTensors::deserialize(&self.bytes).map_err(|error| self.broken(error.to_string()))
    }

    fn view<T>(
        &self,
        name: &str,
        read: impl FnOnce(Dtype, &[usize], &[u8]) -> Option<T>,
    ) -> Result<T> {
        let file = self.open()?;
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
    pub(crate) fn array(&self, name: &str) -> Result<ArrayD<f32>> {
        self.view(name, |dtype, shape, bytes| {
            let values = match dtype {
                Dtype::F16 => numbers(bytes, |b| f16::from_le_bytes(b).to_f32()),
                Dtype::F32 => numbers(bytes, f32::from_le_bytes),
                Dtype::F64 => numbers(bytes, |b| f64::from_le_bytes(b) as f32),
                _ => return None,
            };
            ArrayD::from_shape_vec(shape, values).ok()
        })
    }

    /// A matrix of such numbers.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none of that name, [`Error::Shape`] when it has not two dimensions.
    pub(crate) fn matrix(&self, name: &str) -> Result<Array2<f32>> {
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
    pub(crate) fn integers(&self, name: &str) -> Result<Vec<i32>> {
        self.view(name, |dtype, shape, bytes| {
            let long = |b| i32::try_from(i64::from_le_bytes(b)).ok();
            match (dtype, shape) {
                (Dtype::I32, [_]) => Some(numbers(bytes, i32::from_le_bytes)),
                (Dtype::I64, [_]) => numbers(bytes, long).into_iter().collect(),
                _ => None,
            }
        })
    }

    /// The names of the arrays.
    ///
    /// # Errors
    /// [`Error::Format`] when this is no safetensors file.
    pub(crate) fn array_names(&self) -> Result<Vec<String>> {
        Ok(self.open()?.names().into_iter().map(str::to_owned).collect())
    }

    /// The file's own text under `key`, if there is one.
    ///
    /// # Errors
    /// [`Error::Format`] when this is no safetensors file.
    pub(crate) fn metadata(&self, key: &str) -> Result<Option<String>> {
        let (_, header) = SafeTensors::read_metadata(&self.bytes)
            .map_err(|error| self.broken(error.to_string()))?;
        Ok(header.metadata().as_ref().and_then(|metadata| metadata.get(key)).cloned())
    }

    /// A list of names stored as JSON in the file's text metadata.
    ///
    /// # Errors
    /// [`Error::Format`] when there is none under `key`.
    pub(crate) fn names(&self, key: &str) -> Result<Vec<String>> {
        let text = self.metadata(key)?;
        let text = text.ok_or_else(|| self.broken(format!("no metadata `{key}`")))?;
        serde_json::from_str(&text).map_err(|error| self.broken(format!("`{key}`: {error}")))
    }
}

fn numbers<const N: usize, T>(bytes: &[u8], number: impl Fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks::<N>().0.iter().map(|&bytes| number(bytes)).collect()
}
