//! Identifies the backbone of features, so that a model rejects those of another one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, Modality, PerModality};

/// The feature space of a modality: the backbone that computed its features.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FeatureSpace {
    /// Registry name of the backbone, for people.
    pub backbone: String,
    /// Hex digest over the backbone's weights and preprocessing, for machines.
    pub fingerprint: String,
    /// Columns of a feature row.
    pub dim: usize,
}

impl fmt::Display for FeatureSpace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = self.fingerprint.get(..8).unwrap_or(&self.fingerprint);
        write!(f, "{} [{}, {short}]", self.backbone, self.dim)
    }
}

impl PerModality<FeatureSpace> {
    /// Checks that features are from the same backbones.
    ///
    /// # Errors
    /// [`Error::FeatureSpace`] when one modality's space differs.
    pub fn require(&self, found: &PerModality<FeatureSpace>) -> Result<(), Error> {
        Modality::ALL.into_iter().try_for_each(|modality| {
            if self[modality] == found[modality] {
                return Ok(());
            }
            Err(Error::FeatureSpace {
                modality,
                expected: Box::new(self[modality].clone()),
                found: Box::new(found[modality].clone()),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(backbone: &str, dim: usize) -> FeatureSpace {
        FeatureSpace { backbone: backbone.into(), fingerprint: "0123456789abcdef".into(), dim }
    }

    #[test]
    fn features_of_another_backbone_are_rejected_with_both_names() {
        let fitted = PerModality { audio: space("cnn9", 512), visual: space("lite0", 1280) };
        let other = PerModality { audio: space("vggish", 128), visual: space("lite0", 1280) };
        assert!(fitted.require(&fitted).is_ok());
        let message = fitted.require(&other).unwrap_err().to_string();
        assert!(message.contains("cnn9") && message.contains("vggish"), "{message}");
    }
}
