//! rten: pure Rust, built in.

use std::sync::Arc;

use ndarray::{Array2, Array4};
use rten::{Model, ModelOptions, RunOptions, ThreadPool, Value, op_registry};
use rten_tensor::{Layout, NdTensor};

use super::Engine;
use crate::{Error, Result};

/// A network in rten.
pub(super) struct Rten {
    backbone: String,
    model: Model,
    pool: Arc<ThreadPool>,
}

impl Rten {
    /// Takes an ONNX model.
    pub(super) fn load(backbone: &str, onnx: Vec<u8>, threads: usize) -> Result<Self> {
        let operators = op_registry!(
            Add,
            Clip,
            Conv,
            Flatten,
            Gemm,
            GlobalAveragePool,
            MaxPool,
            ReduceMax,
            ReduceMean,
            Relu,
            Transpose
        );
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load(onnx)
            .map_err(|source| refused(backbone, source))?;
        let pool = Arc::new(ThreadPool::with_num_threads(threads.max(1)));
        Ok(Rten { backbone: backbone.to_owned(), model, pool })
    }
}

impl Engine for Rten {
    fn run(&self, input: Array4<f32>) -> Result<Array2<f32>> {
        let (n, channels, height, width) = input.dim();
        let input = NdTensor::from_data([n, channels, height, width], row_major(input));
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.pool)));
        let output = self
            .model
            .run_one(Value::from(input).into(), Some(options))
            .map_err(|source| refused(&self.backbone, source))?;
        let rows: NdTensor<f32, 2> =
            output.try_into().map_err(|source| refused(&self.backbone, source))?;
        let shape = rows.shape();
        Array2::from_shape_vec(shape, rows.into_data())
            .map_err(|source| refused(&self.backbone, source))
    }
}

fn row_major(array: Array4<f32>) -> Vec<f32> {
    if array.is_standard_layout() {
        return array.into_raw_vec_and_offset().0;
    }
    array.iter().copied().collect()
}

fn refused(backbone: &str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Engine { engine: "rten", backbone: backbone.to_owned(), source: Box::new(source) }
}
