//! Whether sounds belong to their pictures and are in step.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::extracted::{SkippedFile, write_files};
use super::table::{Align, Table};
use super::text::count;
use crate::terminal::Answer;

/// Whether sounds belong to their pictures and are in step.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// The library whose clips are the measure.
    pub library: PathBuf,
    /// Clips of the library that say what belonging looks like.
    pub n_clips_belonging: usize,
    /// Clips of the library that say what being in step looks like.
    pub n_clips_in_step: usize,
    /// The files, in the order given.
    pub files: Vec<CheckedFile>,
    /// The files taken together; none where they are few.
    pub together: Option<Together>,
    /// Files that could not be checked, and why.
    pub skipped: Vec<SkippedFile>,
}

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedFile {
    /// The file.
    pub file: String,
    /// Whether the library knows it; it is then judged by a model that has not seen it.
    pub in_library: bool,
    /// Does the sound belong to the picture?
    pub belonging: Judged<FitEvidence>,
    /// Is the sound in step with the picture?
    pub timing: Judged<ShiftEvidence>,
}

/// Files that are taken to share one shift, such as all that one device recorded.
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// Files in which something sounds and moves.
    pub n_files: usize,
    /// Are their sounds in step with their pictures?
    pub timing: Judged<ShiftEvidence>,
}

/// A verdict and what it rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Judged<T> {
    /// What is to be thought of it.
    pub verdict: Opinion,
    /// The numbers; none where there are none to be had.
    pub evidence: Option<T>,
    /// Why there are no numbers.
    pub reason: Option<&'static str>,
}

/// What is to be thought of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// As it should be.
    Fine,
    /// To be looked at by a person.
    Wrong,
    /// Neither can be said.
    CannotTell,
}

/// How well sound and picture fit.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FitEvidence {
    /// Mean distance of a second of sound to its second of picture; smaller fits better.
    pub distance: f64,
    /// How often a random other sound or picture fits as well; small speaks for belonging.
    pub p_random: f64,
    /// How often a clip of the library fits as badly; small speaks for a mismatch.
    pub p_belongs: f64,
}

/// How well sound and picture are in step.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ShiftEvidence {
    /// Seconds by which the sound comes late; below 0 it comes early.
    pub offset_secs: f64,
    /// The offset is in here with a probability of 90 %.
    pub interval_secs: (f64, f64),
    /// How often a clip of the library that is in step looks as little so; small speaks for a shift.
    pub p_in_step: f64,
}

impl<T> Judged<T> {
    /// Without numbers.
    pub fn cannot_tell(reason: &'static str) -> Self {
        Judged { verdict: Opinion::CannotTell, evidence: None, reason: Some(reason) }
    }

    /// The verdict in words, with the numbers or the reason why there are none.
    fn text(&self, words: [&str; 2], numbers: impl Fn(&T) -> String) -> String {
        let verdict = match self.verdict {
            Opinion::Fine => words[0],
            Opinion::Wrong => words[1],
            Opinion::CannotTell => "cannot tell",
        };
        let why = self.evidence.as_ref().map(numbers).or(self.reason.map(str::to_owned));
        format!("{verdict}: {}", why.unwrap_or_default())
    }
}

impl Checked {
    /// Whether a sound does not belong or is shifted.
    pub fn is_something_wrong(&self) -> bool {
        let of_files =
            self.files.iter().flat_map(|file| [file.belonging.verdict, file.timing.verdict]);
        let together = self.together.iter().map(|together| together.timing.verdict);
        of_files.chain(together).any(|verdict| verdict == Opinion::Wrong)
    }
}

fn timing(judged: &Judged<ShiftEvidence>) -> String {
    judged.text(["in step", "shifted"], |shift| {
        let (first, last) = shift.interval_secs;
        let ShiftEvidence { offset_secs, p_in_step, .. } = shift;
        format!("{offset_secs:+.2} s ({first:+.2} to {last:+.2}), p {p_in_step:.3}")
    })
}

impl Answer for Checked {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "measure  {}: {} with their own sound, {} in step",
            self.library.display(),
            count(self.n_clips_belonging, "clip"),
            self.n_clips_in_step
        )?;
        let mut table = Table::new([Align::Left, Align::Left, Align::Left]);
        for file in &self.files {
            let belonging = file.belonging.text(["belongs", "does not belong"], |fit| {
                let percent = |p: f64| format!("{:.1} %", 100.0 * p);
                format!(
                    "{} of others fit as well, {} of the library's as badly",
                    percent(fit.p_random),
                    percent(fit.p_belongs)
                )
            });
            table.row([file.file.clone(), belonging, timing(&file.timing)]);
        }
        table.write(out, "")?;
        if let Some(Together { n_files, timing: judged }) = &self.together {
            let files = count(*n_files, "file");
            writeln!(out, "together  {files}, if they share one shift: {}", timing(judged))?;
        }
        write_files("skipped ", &self.skipped, out)
    }
}
