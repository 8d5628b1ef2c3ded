//! Trained numbers of a network, half precision at rest, single precision in use.

use half::f16;
use safetensors::{Dtype, SafeTensors};

/// A file of weights that is part of the binary (`weights/` of this crate, made by `weights/make/make_weights.py`).
#[derive(Debug)]
pub(crate) struct WeightFile(pub(crate) &'static [u8]);

/// EfficientNet-Lite0 without its classifier.
pub(crate) static EFFICIENTNET_LITE0: WeightFile =
    WeightFile(include_bytes!("../weights/efficientnet-lite0.safetensors"));

/// CNN9 without its classifiers.
pub(crate) static CNN9: WeightFile = WeightFile(include_bytes!("../weights/cnn9.safetensors"));

/// One tensor in single precision.
#[derive(Debug, Clone)]
pub(crate) struct Tensor {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// Tensors by the names they have in the published checkpoint.
pub(crate) struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    /// Reads a safetensors file.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        SafeTensors::deserialize(bytes).map(Weights).map_err(|error| error.to_string())
    }

    /// One tensor by its name.
    pub(crate) fn tensor(&self, name: &str) -> Result<Tensor, String> {
        let tensor = self.0.tensor(name).map_err(|error| format!("`{name}`: {error}"))?;
        let values = match tensor.dtype() {
            Dtype::F16 => {
                let (halves, _) = tensor.data().as_chunks::<2>();
                halves.iter().map(|&bytes| f16::from_le_bytes(bytes).to_f32()).collect()
            }
            Dtype::F32 => {
                let (singles, _) = tensor.data().as_chunks::<4>();
                singles.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
            }
            other => return Err(format!("`{name}` is stored as {other:?}")),
        };
        Ok(Tensor { name: name.to_owned(), shape: tensor.shape().to_vec(), values })
    }
}
