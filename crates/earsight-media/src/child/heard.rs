//! What ffmpeg said while it worked.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};

/// What is kept from the beginning: enough for the description of any file.
const HEAD_BYTES: usize = 1 << 20;
/// Lines that are kept from the end.
const TAIL_LINES: usize = 32;
/// Characters of a line that go into an error.
const LINE_CHARS: usize = 240;

/// What ffmpeg said on its standard error: the beginning, and the last lines.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    head: String,
    tail: VecDeque<String>,
}

/// Words that say that something went wrong, but not what; or that it did not.
const EMPTY_WORDS: &[&str] = &[
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

/// Words that say what went wrong, but less than the line before.
const GENERAL_WORDS: &[&str] = &[
    "Invalid data found when processing input",
    "Error while decoding stream",
    "Invalid argument",
];

/// Words of the loader, the allocator and ffmpeg when the address space is used up.
const MEMORY_WORDS: &[&str] = &[
    "Cannot allocate memory",
    "failed to map segment",
    "cannot map zero-fill pages",
    "cannot allocate",
    "std::bad_alloc",
    "out of memory",
    "Resource temporarily unavailable",
];

impl Heard {
    /// Listens to the end; memory stays bounded however much is said.
    pub fn listen(said: impl Read) -> Heard {
        let mut heard = Heard::default();
        let mut said = BufReader::new(said);
        let mut line = Vec::new();
        loop {
            line.clear();
            // A line without an end is taken in pieces.
            match (&mut said).take(HEAD_BYTES as u64).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return heard,
                Ok(_) => heard.keep(&String::from_utf8_lossy(&line)),
            }
        }
    }

    fn keep(&mut self, line: &str) {
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

    /// The beginning, line ends and all.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The last line that says what is wrong, if any does.
    pub fn complaint(&self) -> Option<String> {
        let telling = || {
            let lines = self.tail.iter().rev().map(|line| without_source(line));
            lines.filter(|line| !EMPTY_WORDS.iter().any(|empty| line.contains(empty)))
        };
        let is_general = |line: &&str| GENERAL_WORDS.iter().any(|words| line.contains(words));
        let refused = telling().any(|line| line.contains("not on whitelist"));
        if refused {
            return Some("its format is a list of other files or none that we read".into());
        }
        telling().find(|line| !is_general(line)).or_else(|| telling().next()).map(str::to_owned)
    }

    /// Whether the memory limit was met.
    pub fn ran_out_of_memory(&self) -> bool {
        self.tail.iter().any(|line| MEMORY_WORDS.iter().any(|words| line.contains(words)))
    }
}

/// One line of bounded length without control characters: a file must not speak to the terminal.
fn one_line(line: &str) -> String {
    line.trim().chars().filter(|c| !c.is_control()).take(LINE_CHARS).collect()
}

/// `[mov,mp4 @ 0x55d4] moov atom not found` and `file:a.mp4: moov …` without who said it.
fn without_source(line: &str) -> &str {
    let mut rest = line;
    while rest.starts_with('[') {
        match rest.split_once("] ") {
            Some((source, said)) if source.contains(" @ ") || source.contains('#') => rest = said,
            _ => break,
        }
    }
    match rest.starts_with("file:") {
        true => rest.rsplit_once(": ").map_or(rest, |(_, said)| said),
        false => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(said: &str) -> Option<String> {
        Heard::listen(said.as_bytes()).complaint()
    }

    #[test]
    fn the_line_that_says_most_is_kept_of_both_versions() {
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
    fn a_file_cannot_speak_to_the_terminal() {
        let line = complaint("\u{1b}[31mred\u{7}\r\n").unwrap();
        assert_eq!(line, "[31mred");
    }

    #[test]
    fn much_talk_takes_little_memory() {
        let said = "x".repeat(100).into_bytes();
        let endless = std::io::repeat(b'y').take(8 << 20);
        let heard = Heard::listen(said.as_slice().chain(endless));
        assert!(heard.head.len() <= HEAD_BYTES);
        assert!(heard.tail.len() <= TAIL_LINES);
        assert!(heard.tail.iter().all(|line| line.len() <= 4 * LINE_CHARS));
    }
}
