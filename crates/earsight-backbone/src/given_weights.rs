//! Weights from a file: the licences of AVE's networks do not allow to include theirs.

use std::fmt;
use std::path::Path;

use earsight_core::Modality;
use safetensors::SafeTensors;
use sha2::{Digest, Sha256};

use crate::registry::BACKBONES;
use crate::{Error, Result};

/// A safetensors file that `make/make_ave_weights.py` made of a published checkpoint.
pub struct GivenWeights {
    bytes: Vec<u8>,
    source: String,
    source_sha256: String,
    /// SHA-256 of all values, for fingerprints.
    pub(crate) numbers_sha256: String,
}

impl GivenWeights {
    /// Reads a file and checks that its values have the digest in its metadata.
    ///
    /// The checkpoint that they come from is checked when a backbone is built.
    ///
    /// # Errors
    /// [`Error::WeightFile`] when it cannot be read, was not made by the script, or was changed since.
    pub fn open(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| error.to_string());
        bytes
            .and_then(GivenWeights::parse)
            .map_err(|reason| Error::WeightFile { reason, path: path.to_path_buf() })
    }

    fn parse(bytes: Vec<u8>) -> std::result::Result<Self, String> {
        let (n_header, header) = SafeTensors::read_metadata(&bytes)
            .map_err(|error| format!("no safetensors file: {error}"))?;
        let text = |key: &str| {
            let found = header.metadata().as_ref().and_then(|metadata| metadata.get(key)).cloned();
            found.ok_or_else(|| format!("no metadata `{key}`: make_ave_weights.py writes it"))
        };
        let (source, source_sha256, numbers_sha256) =
            (text("source")?, text("source_sha256")?, text("numbers_sha256")?);
        // Eight bytes of length, the header, the values.
        let found = hex(&Sha256::digest(&bytes[8 + n_header..]));
        if found != numbers_sha256 {
            return Err(format!("its numbers have sha256 {found}, {numbers_sha256} was written"));
        }
        Ok(GivenWeights { bytes, source, source_sha256, numbers_sha256 })
    }

    /// The modality of the backbones that these weights are for, if there is one.
    pub fn modality(&self) -> Option<Modality> {
        let is_made_for = |checkpoint| self.comes_from(checkpoint);
        let entry = BACKBONES.iter().find(|entry| entry.checkpoint().is_some_and(is_made_for));
        entry.map(|entry| entry.modality)
    }

    /// The bytes, if they were made from that published file.
    pub(crate) fn bytes_from(&self, checkpoint: &str) -> std::result::Result<&[u8], String> {
        if self.comes_from(checkpoint) {
            return Ok(&self.bytes);
        }
        Err(format!(
            "made from `{}` with sha256 {}, needed are those of `{checkpoint}`",
            self.source, self.source_sha256
        ))
    }

    /// The name of a published file ends with the first digits of its SHA-256: `vgg19-dcbb9e9d.pth`.
    fn comes_from(&self, checkpoint: &str) -> bool {
        let digits = checkpoint.trim_end_matches(".pth").rsplit('-').next();
        digits.is_some_and(|digits| self.source_sha256.starts_with(digits))
    }
}

impl fmt::Debug for GivenWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GivenWeights").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Bytes as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
