//! `Annotations.txt`: one event a line, `category&YouTube id&quality&start&end`.

use std::path::Path;

use earsight_core::{Category, ClipId, Event, Span};

use super::CLIP_SEGMENTS;
use crate::error::read_text;
use crate::{Error, Result};

/// One row of AVE: a ten-second clip and its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AveRow {
    /// Line of `Annotations.txt`, counted from 0: the row number of the split files and features.
    pub row: usize,
    /// The video it was cut from; 45 videos appear more than once.
    pub youtube_id: String,
    /// Index of its class in [`super::Ave::classes`].
    pub class: usize,
    /// Seconds in which the event is both audible and visible; empty in row 26.
    pub span: Span,
}

impl AveRow {
    /// A name that is unique, also where the video appears twice.
    pub fn clip_id(&self) -> ClipId {
        ClipId::new(format!("{:04}-{}", self.row, self.youtube_id))
    }

    /// Whether the event can be localized: it is not empty and does not fill its clip (SPEC §1.4).
    pub fn is_countable(&self) -> bool {
        !self.span.is_empty() && self.span.len < CLIP_SEGMENTS
    }

    /// The event, with its class by name.
    pub fn event(&self, classes: &[String]) -> Event {
        Event { category: Category(classes[self.class].clone()), span: self.span }
    }
}

/// Reads the file; class ids are by first appearance, as in `mil_labels.h5` (SPEC §10.1).
///
/// Lines may end with LF or CR LF: the two published copies differ in nothing else.
///
/// # Errors
/// [`Error::Read`], or [`Error::Format`] with the line that is not as it should be.
pub(super) fn read(path: &Path) -> Result<(Vec<AveRow>, Vec<String>)> {
    parse(&read_text(path)?).map_err(|reason| Error::format(reason, path))
}

fn parse(text: &str) -> std::result::Result<(Vec<AveRow>, Vec<String>), String> {
    let mut classes: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (row, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let line = line.trim_end();
        let fields: Vec<&str> = line.split('&').collect();
        // Category names hold commas and spaces, but no `&`.
        let [category, youtube_id, _quality, start, end] = fields[..] else {
            return Err(format!(
                "line {} has {} fields between `&`, there are 5",
                row + 1,
                fields.len()
            ));
        };
        let second = |typed: &str| {
            typed.trim().parse::<usize>().ok().filter(|&second| second <= CLIP_SEGMENTS)
        };
        let (Some(start), Some(end)) = (second(start), second(end)) else {
            return Err(format!(
                "line {} has `{start}&{end}` where seconds from 0 to {CLIP_SEGMENTS} are needed",
                row + 1
            ));
        };
        let Some(len) = end.checked_sub(start) else {
            return Err(format!("line {} ends before it starts, `{start}&{end}`", row + 1));
        };
        let class = classes.iter().position(|known| known == category).unwrap_or_else(|| {
            classes.push(category.to_owned());
            classes.len() - 1
        });
        let span = Span::new(start, len);
        rows.push(AveRow { row, youtube_id: youtube_id.to_owned(), class, span });
    }
    if rows.is_empty() {
        return Err("no event".to_owned());
    }
    Ok((rows, classes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_named() {
        let check = |text: &str, part: &str| {
            let reason = parse(text).unwrap_err();
            assert!(reason.contains(part), "{reason}");
        };
        check("Bark&x&good&2&5\nBark&-&bcdefghij&good&2&5\n", "line 2 has 6 fields");
        check("Bark&x&good&2&11", "`2&11`");
        check("Bark&x&good&5&2", "ends before it starts");
        check("", "no event");
    }
}
