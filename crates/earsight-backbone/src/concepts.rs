//! Concepts: named classes that both modalities are scored for, so that a sound and a picture can be compared before
//! anything was learned from pairs.

mod concept_list;
mod words;

pub(crate) use concept_list::IMAGENET_1K;
pub use concept_list::{CONCEPT_LISTS, Concept, ConceptList, concept_list};
pub use words::{FoundConcepts, MAX_SUGGESTIONS, MAX_WORDS, MatchKind, Sense, Term, TermUse};

use ndarray::{Array2, ArrayView2, ArrayViewMut1, Axis};
use sha2::{Digest, Sha256};

use crate::given_weights::hex;
use crate::network::Dense;
use crate::registry::BACKBONES;
use crate::weights::Weights;
use crate::{Error, Result};

/// Rows that are computed together, so that they stay in the cache.
const BATCH: usize = 256;
/// The means of every head, by its backbone.
static MEAN_ROOTS: &[u8] = include_bytes!("../data/imagenet-1k-mean-roots.safetensors");
/// Beyond this features are clipped, so that no logit overflows.
const LARGEST: f32 = 1e30;

/// Where the classifier of a backbone is.
#[derive(Clone, Copy)]
pub(crate) struct Classifier {
    pub(crate) list: &'static ConceptList,
    /// A safetensors file.
    pub(crate) bytes: &'static [u8],
    /// The layer's name in it.
    pub(crate) layer: &'static str,
}

/// The classifier that a backbone was trained with: a row of features to a score for each concept of a list.
///
/// Heads with the same list can be compared, whatever their backbones and modalities.
pub struct ConceptHead {
    backbone: &'static str,
    list: &'static ConceptList,
    fingerprint: String,
    dim: usize,
    layer: Dense,
    threads: usize,
}

/// The concept head of a backbone, which computes on `threads` threads; `None` for a backbone that has none.
///
/// A number of frames per second in the name (`efficientnet-lite0@1`) makes no difference.
///
/// # Errors
/// [`Error::Weights`] when the bundled weights are broken.
pub fn concept_head(backbone: &str, threads: usize) -> Result<Option<ConceptHead>> {
    let name = backbone.split_once('@').map_or(backbone, |(name, _)| name);
    let Some(entry) = BACKBONES.iter().find(|entry| entry.name == name) else { return Ok(None) };
    let Some(classifier) = entry.classifier else { return Ok(None) };
    let Classifier { list, bytes, layer } = classifier;
    let shape = [list.len(), entry.dim];
    let read = || {
        let weights = Weights::read(bytes)?;
        let weight = weights.tensor(&format!("{layer}.weight"), &shape)?;
        Ok((weight, weights.tensor(&format!("{layer}.bias"), &shape[..1])?))
    };
    let (weight, bias) =
        read().map_err(|reason| Error::Weights { backbone: name.to_owned(), reason })?;
    let digest = Sha256::new().chain_update(bytes).chain_update(list.text());
    Ok(Some(ConceptHead {
        backbone: entry.name,
        list,
        fingerprint: hex(&digest.finalize()),
        dim: entry.dim,
        layer: Dense::new(&weight, &bias, earsight_kernels::Bounds::NONE),
        threads,
    }))
}

impl ConceptHead {
    /// What its columns mean.
    pub fn list(&self) -> &'static ConceptList {
        self.list
    }

    /// The mean of [`ConceptHead::roots`] in recordings that have nothing to do with a user's: 320 recordings of ESC-10
    /// and 1,731 photographs of 20 classes, `make/make_mean_roots.py`.
    ///
    /// # Shapes
    /// - `[C]`
    pub fn mean_roots(&self) -> Vec<f32> {
        let means = Weights::read(MEAN_ROOTS);
        let means = means.and_then(|means| means.tensor(self.backbone, &[self.list.len()]));
        means.expect("a test reads the means of every head")
    }

    /// A digest of its weights and of the list.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The classifier's output for each row, which does not depend on the other rows.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`, features of its backbone → `[N, C]`, finite for finite rows
    ///
    /// # Errors
    /// [`Error::Columns`] for rows of another length.
    pub fn logits(&self, rows: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        if rows.ncols() != self.dim {
            return Err(Error::Columns {
                backbone: self.backbone.to_owned(),
                expected: [rows.nrows(), self.dim],
                found: [rows.nrows(), rows.ncols()],
            });
        }
        let mut logits = Array2::zeros((rows.nrows(), self.list.len()));
        let batches = rows.axis_chunks_iter(Axis(0), BATCH);
        for (rows, mut out) in batches.zip(logits.axis_chunks_iter_mut(Axis(0), BATCH)) {
            let clipped = rows.mapv(|feature| feature.clamp(-LARGEST, LARGEST));
            out.assign(&self.layer.apply(&clipped, self.threads));
        }
        Ok(logits)
    }

    /// The square roots of the probabilities: `√softmax(logits)`, rows of length 1.
    ///
    /// Their cosine is the Bhattacharyya coefficient of two distributions (1943), the affinity of Hellinger's distance.
    ///
    /// # Shapes
    /// - `rows`: `[N, D]`, features of its backbone → `[N, C]`, each in 0..=1
    ///
    /// # Errors
    /// As [`ConceptHead::logits`].
    pub fn roots(&self, rows: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mut roots = self.logits(rows)?;
        roots.outer_iter_mut().for_each(to_roots);
        Ok(roots)
    }
}

/// `√softmax(x)`, from `e^((x − max) / 2)`, which cannot overflow.
fn to_roots(mut row: ArrayViewMut1<'_, f32>) {
    let most = row.iter().copied().fold(f32::MIN, f32::max);
    row.mapv_inplace(|logit| (0.5 * (logit - most)).exp());
    let sum: f64 = row.iter().map(|&root| f64::from(root).powi(2)).sum();
    let scale = sum.sqrt().recip() as f32;
    row.mapv_inplace(|root| root * scale);
}
