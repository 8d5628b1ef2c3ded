//! The labels file: what happens when, for evaluation only.

use std::path::Path;

use earsight_core::Annotations;

use crate::{ClipPlan, Error, Result};

/// The labels of these clips as text: one line per clip, start and length in seconds, half-open.
pub(crate) fn labels_text(plans: &[ClipPlan]) -> String {
    let labels: Annotations =
        plans.iter().map(|plan| (plan.clip.clone(), plan.annotation())).collect();
    labels.to_text()
}

/// Reads a labels file: `clip,category,start,len`, in seconds, half-open.
///
/// The clip is the name of its file relative to the clips folder.
///
/// # Errors
/// [`Error::Labels`] with the line that is not as it should be.
pub fn read_labels(path: &Path) -> Result<Annotations> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    Annotations::parse(&text).map_err(|reason| Error::Labels { reason, path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SampleConfig;

    #[test]
    fn labels_read_back_are_the_plans() {
        let config = SampleConfig::default();
        let plans: Vec<_> = (0..40).map(|idx| ClipPlan::new(&config, idx)).collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        std::fs::write(&path, labels_text(&plans)).unwrap();
        let labels = read_labels(&path).unwrap();
        assert_eq!(labels.len(), 40);
        for plan in &plans {
            assert_eq!(labels.event(&plan.clip), Some(&plan.annotation()));
        }
    }

    #[test]
    fn a_broken_line_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        std::fs::write(&path, "clip,category,start,len\na,bell,1\n").unwrap();
        let message = read_labels(&path).unwrap_err().to_string();
        assert!(message.starts_with("line 2 has 3 fields, there are 4: "), "{message}");
        assert!(message.ends_with("labels.csv"), "{message}");
    }
}
