//! The messages of ffmpeg.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use earsight_core::Modality;

use crate::Error;

/// Bytes stored from the beginning: enough for the description of any file.
const HEAD_BYTES: usize = 1 << 20;
/// Lines stored from the end.
const TAIL_LINES: usize = 32;
/// Maximum number of characters of a line in an error.
const LINE_CHARS: usize = 240;

/// What ffmpeg wrote to its standard error: the beginning, and the last lines.
#[derive(Debug, Default, Clone)]
pub(crate) struct Messages {
    head: String,
    tail: VecDeque<String>,
}

/// Parts of messages that report a failure without its cause, or no failure.
const UNINFORMATIVE: &[&str] = &[
    "At least one output file must be specified",
    "Conversion failed!",
    "Output file is empty",
    "Nothing was written into output file",
    "Last message repeated",
    "Error opening input",
    "Error opening output",
    "Estimating duration from bitrate",
    "misdetection possible",
    "Consider increasing the value",
    "Exiting normally",
    "Terminating thread with return code",
    "Task finished with error code",
    "Received no packets",
];

/// Parts of messages that name a cause, but a less specific one than the line before.
const GENERAL: &[&str] = &[
    "Invalid data found when processing input",
    "Error while decoding stream",
    "Invalid argument",
];

/// Parts of messages of the loader, the allocator and ffmpeg when the address space is used up.
const OUT_OF_MEMORY: &[&str] = &[
    "Cannot allocate memory",
    "failed to map segment",
    "cannot map zero-fill pages",
    "cannot allocate",
    "std::bad_alloc",
    "out of memory",
    "Resource temporarily unavailable",
];

impl Messages {
    /// Reads to the end, in bounded memory.
    pub fn read(stderr: impl Read) -> Messages {
        let mut messages = Messages::default();
        let mut stderr = BufReader::new(stderr);
        let mut line = Vec::new();
        loop {
            line.clear();
            // A very long line is read in pieces.
            match (&mut stderr).take(HEAD_BYTES as u64).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return messages,
                Ok(_) => messages.add(&String::from_utf8_lossy(&line)),
            }
        }
    }

    fn add(&mut self, line: &str) {
        if self.head.len() + line.len() <= HEAD_BYTES {
            self.head.push_str(line);
        }
        let short = one_line(line);
        if !short.is_empty() {
            if self.tail.len() == TAIL_LINES {
                self.tail.pop_front();
            }
            self.tail.push_back(short);
        }
    }

    /// The beginning, with its line breaks.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The last line that names a cause of failure, if there is one.
    pub fn complaint(&self) -> Option<String> {
        let lines = self.tail.iter().rev().map(|line| without_source(line));
        let causes: Vec<&str> = lines.filter(|line| !has_one_of(line, UNINFORMATIVE)).collect();
        if causes.iter().any(|line| line.contains("not on whitelist")) {
            return Some("its format is a list of other files or none that we read".into());
        }
        let specific = causes.iter().find(|line| !has_one_of(line, GENERAL));
        specific.or(causes.first()).map(|line| (*line).to_owned())
    }

    /// The complaint as an error about the file at `path`, if there is one.
    pub fn error(&self, path: &Path) -> Option<Error> {
        self.complaint().map(|reason| Error::Undecodable { reason, path: path.to_owned() })
    }

    /// The error for a run that gave nothing of a modality: the complaint, or that there is no such stream.
    pub fn error_without(&self, modality: Modality, path: &Path) -> Error {
        self.error(path).unwrap_or_else(|| Error::NoStream { modality, path: path.to_owned() })
    }

    /// Whether the memory limit was reached.
    pub fn ran_out_of_memory(&self) -> bool {
        self.tail.iter().any(|line| has_one_of(line, OUT_OF_MEMORY))
    }
}

fn has_one_of(line: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| line.contains(part))
}

/// One line of bounded length without control characters: a file must not control the terminal.
fn one_line(line: &str) -> String {
    line.trim().chars().filter(|c| !c.is_control()).take(LINE_CHARS).collect()
}

/// `[mov,mp4 @ 0x55d4] moov atom not found` and `file:a.mp4: moov …` without their source.
fn without_source(line: &str) -> &str {
    let mut rest = line;
    while rest.starts_with('[') {
        match rest.split_once("] ") {
            Some((source, text)) if source.contains(" @ ") || source.contains('#') => rest = text,
            _ => break,
        }
    }
    match rest.starts_with("file:") {
        true => rest.rsplit_once(": ").map_or(rest, |(_, text)| text),
        false => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(stderr: &str) -> Option<String> {
        Messages::read(stderr.as_bytes()).complaint()
    }

    #[test]
    fn the_most_specific_line_of_both_versions_is_the_complaint() {
        let old = "[mov,mp4 @ 0x55] moov atom not found\nfile:a: b.mp4: Invalid data found when processing input\n";
        let new = "[in#0 @ 0x55] moov atom not found\n[in#0 @ 0x55] Error opening input: Invalid data found when processing input\nError opening input file file:a.mp4.\nError opening input files: Invalid data found when processing input\n";
        assert_eq!(complaint(old).unwrap(), "moov atom not found");
        assert_eq!(complaint(new).unwrap(), "moov atom not found");
        assert_eq!(
            complaint("file:a.mp4: Invalid data found when processing input\n").unwrap(),
            "Invalid data found when processing input"
        );
        assert_eq!(complaint("At least one output file must be specified\n"), None);
        assert_eq!(complaint(""), None);
    }

    #[test]
    fn control_characters_are_removed() {
        let line = complaint("\u{1b}[31mred\u{7}\r\n").unwrap();
        assert_eq!(line, "[31mred");
    }

    #[test]
    fn long_messages_take_little_memory() {
        let start = "x".repeat(100).into_bytes();
        let endless = std::io::repeat(b'y').take(8 << 20);
        let messages = Messages::read(start.as_slice().chain(endless));
        assert!(messages.head.len() <= HEAD_BYTES);
        assert!(messages.tail.len() <= TAIL_LINES);
        assert!(messages.tail.iter().all(|line| line.len() <= 4 * LINE_CHARS));
    }
}
