//! Weights of a network: stored in half or single precision, used in single precision.

use half::f16;
use safetensors::{Dtype, SafeTensors};

/// Tensors by their names in the published checkpoint.
pub(crate) struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    /// Reads a safetensors file.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        SafeTensors::deserialize(bytes).map(Weights).map_err(|error| error.to_string())
    }

    /// The values of a tensor, which must have that shape.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self.0.tensor(name).map_err(|error| format!("`{name}`: {error}"))?;
        if tensor.shape() != shape {
            let found = tensor.shape();
            return Err(format!("`{name}` has shape {found:?}, the network needs {shape:?}"));
        }
        match tensor.dtype() {
            Dtype::F16 => {
                let (halves, _) = tensor.data().as_chunks::<2>();
                Ok(halves.iter().map(|&bytes| f16::from_le_bytes(bytes).to_f32()).collect())
            }
            Dtype::F32 => {
                let (singles, _) = tensor.data().as_chunks::<4>();
                Ok(singles.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
            }
            other => Err(format!("`{name}` is stored as {other:?}")),
        }
    }
}
