//! Labels as text: `clip,category,start,len`, in whole seconds, half-open.

use std::collections::HashSet;
use std::fmt::Write;

use crate::{Annotations, Category, ClipId, Error, Event, Span};

/// The first line of a labels file.
const HEADER: &str = "clip,category,start,len";

impl Annotations {
    /// Reads the text of a labels file; one event a clip, the clip by its name in the collection.
    ///
    /// # Errors
    /// [`Error::Labels`] with the invalid line.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let broken = |idx: usize, problem: String| Error::Labels { line: idx + 1, problem };
        let mut lines = text.lines().enumerate();
        if lines.next().map(|(_, line)| line.trim_end()) != Some(HEADER) {
            return Err(broken(0, format!("is not `{HEADER}`")));
        }
        let mut events = Vec::new();
        let mut seen = HashSet::new();
        for (idx, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let fields: Vec<&str> = line.trim_end().split(',').collect();
            let [clip, category, start, len] = fields[..] else {
                return Err(broken(idx, format!("has {} fields, there are 4", fields.len())));
            };
            let secs = |typed: &str| {
                typed.parse::<u32>().map(|secs| secs as usize).map_err(|_| {
                    broken(idx, format!("has `{typed}` where whole seconds are needed"))
                })
            };
            if !seen.insert(clip) {
                return Err(broken(idx, format!("names `{clip}` a second time")));
            }
            let span = Span::new(secs(start)?, secs(len)?);
            let category = Category(category.to_owned());
            events.push((ClipId::new(clip), Event { category, span }));
        }
        Ok(events.into_iter().collect())
    }

    /// As the text that [`Annotations::parse`] reads, by clip name.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (clip, Event { category, span }) in self.iter() {
            let _ = writeln!(text, "{clip},{},{},{}", category.0, span.start, span.len);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_back_as_the_same_text() {
        let text = "clip,category,start,len\na/b.mp4,bell,1,4\nc.mp4,two words,0,2\n";
        let labels = Annotations::parse(text).unwrap();
        assert_eq!(labels.event(&"a/b.mp4".into()).unwrap().span, Span::new(1, 4));
        assert_eq!(labels.to_text(), text);
        assert_eq!(Annotations::parse(&text.replace('\n', "\r\n")).unwrap(), labels);
    }

    #[test]
    fn a_broken_line_is_named() {
        let check = |text: &str, part: &str| {
            let message = Annotations::parse(text).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        };
        check("", "line 1");
        check("clip,category,start,len\na,bell,1\n", "3 fields");
        check("clip,category,start,len\n\na,bell,-1,2\n", "line 3 has `-1`");
        check("clip,category,start,len\na,bell,1,2\na,bell,1,2\n", "second time");
    }
}
