//! The labels file: what happens when, for evaluation only.

use std::fmt::Write;
use std::path::Path;

use earsight_core::{Annotations, Category, ClipId, Event, Span};

use crate::{ClipPlan, Error, Result};

const HEADER: &str = "clip,category,start,len";

/// The labels of these clips as text: one line per clip, start and length in seconds, half-open.
pub(crate) fn labels_text(plans: &[ClipPlan]) -> String {
    let mut text = format!("{HEADER}\n");
    for plan in plans {
        let Event { category, span } = plan.annotation();
        let _ = writeln!(text, "{},{},{},{}", plan.clip, category.0, span.start, span.len);
    }
    text
}

/// Reads a labels file: `clip,category,start,len`, in seconds, half-open.
///
/// The clip is the name of its file relative to the clips folder.
///
/// # Errors
/// [`Error::Labels`] with the line that is not as it should be.
pub fn read_labels(path: &Path) -> Result<Annotations> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let broken = |idx: usize, problem: String| Error::Labels {
        line: idx + 1,
        problem,
        path: path.to_owned(),
    };
    let mut lines = text.lines().enumerate();
    if lines.next().map(|(_, line)| line.trim_end()) != Some(HEADER) {
        return Err(broken(0, format!("is not `{HEADER}`")));
    }
    let mut events = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (idx, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.trim_end().split(',').collect();
        let [clip, category, start, len] = fields[..] else {
            return Err(broken(idx, format!("has {} fields, there are 4", fields.len())));
        };
        let secs = |typed: &str| {
            typed
                .parse::<u32>()
                .map(|secs| secs as usize)
                .map_err(|_| broken(idx, format!("has `{typed}` where whole seconds are needed")))
        };
        if !seen.insert(clip) {
            return Err(broken(idx, format!("names `{clip}` a second time")));
        }
        let span = Span::new(secs(start)?, secs(len)?);
        events.push((ClipId::new(clip), Event { category: Category(category.to_owned()), span }));
    }
    Ok(events.into_iter().collect())
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
    fn a_broken_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        let check = |text: &str, part: &str| {
            std::fs::write(&path, text).unwrap();
            let message = read_labels(&path).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        };
        check("", "line 1");
        check("clip,category,start,len\na,bell,1\n", "3 fields");
        check("clip,category,start,len\n\na,bell,-1,2\n", "line 3 has `-1`");
        check("clip,category,start,len\na,bell,1,2\na,bell,1,2\n", "second time");
    }
}
