//! Expected numbers, read from a safetensors file.

use std::path::Path;

use ndarray::{ArrayD, IxDyn};
use safetensors::{Dtype, SafeTensors};

/// Expected numbers by name.
pub struct Golden {
    bytes: Vec<u8>,
}

impl Golden {
    /// Reads a `.safetensors` file.
    ///
    /// # Panics
    /// When the file is missing or broken.
    pub fn read(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let bytes = std::fs::read(path)
            .unwrap_or_else(|error| panic!("golden file {}: {error}", path.display()));
        Golden { bytes }
    }

    /// The floating-point tensor of that name as `f32`, whatever precision it is stored in.
    ///
    /// # Panics
    /// When there is none or it has another type.
    pub fn tensor(&self, name: &str) -> ArrayD<f32> {
        let (shape, values) = self.raw(name, |dtype, bytes| match dtype {
            Dtype::F64 => chunks(bytes).map(|b| f64::from_le_bytes(b) as f32).collect(),
            Dtype::F32 => chunks(bytes).map(f32::from_le_bytes).collect(),
            Dtype::F16 => chunks(bytes).map(|b| f32_from_half(u16::from_le_bytes(b))).collect(),
            Dtype::I32 => chunks(bytes).map(|b| i32::from_le_bytes(b) as f32).collect(),
            other => panic!("`{name}` holds {other:?}"),
        });
        ArrayD::from_shape_vec(IxDyn(&shape), values).expect("a tensor's shape fits its bytes")
    }

    /// The 8-bit tensor of that name with its shape.
    ///
    /// # Panics
    /// When there is none or it has another type.
    pub fn bytes(&self, name: &str) -> (Vec<usize>, Vec<u8>) {
        self.raw(name, |dtype, bytes| {
            assert_eq!(dtype, Dtype::U8, "`{name}`");
            bytes.to_vec()
        })
    }

    /// The file's own text metadata under `key`.
    ///
    /// # Panics
    /// When it is absent.
    pub fn metadata(&self, key: &str) -> String {
        let (_, header) = SafeTensors::read_metadata(&self.bytes).expect("a safetensors header");
        let metadata = header.metadata().clone().unwrap_or_default();
        metadata.get(key).unwrap_or_else(|| panic!("no metadata `{key}`")).clone()
    }

    fn raw<T>(&self, name: &str, read: impl Fn(Dtype, &[u8]) -> T) -> (Vec<usize>, T) {
        let tensors = SafeTensors::deserialize(&self.bytes).expect("a safetensors file");
        let tensor = tensors.tensor(name).unwrap_or_else(|error| panic!("`{name}`: {error}"));
        (tensor.shape().to_vec(), read(tensor.dtype(), tensor.data()))
    }
}

fn chunks<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks::<N>().0.iter().copied()
}

/// IEEE 754 half to single precision.
fn f32_from_half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((bits >> 10) & 0x1f);
    let fraction = f32::from(bits & 0x3ff) / 1024.0;
    sign * match exponent {
        0 => fraction * 2f32.powi(-14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2f32.powi(exponent - 15),
    }
}
