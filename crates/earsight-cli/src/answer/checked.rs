//! The result of `check`.

use std::io::{self, Write};
use std::path::PathBuf;

use earsight_library::{
    CheckedFile, DriftEvidence, Judged, OffsetEvidence, Opinion, SharedOffsetEvidence, SkippedFile,
    Together,
};
use serde::Serialize;

use super::extracted::write_files;
use super::table::{Align, Table};
use super::text::count;
use crate::terminal::Answer;

/// Whether sounds belong to their pictures and are in sync.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// The library whose clips are the reference.
    pub library: PathBuf,
    /// Number of its clips that are the reference for belonging.
    pub n_clips_belonging: usize,
    /// Number of its clips that are the reference for sync.
    pub n_clips_in_sync: usize,
    /// The files, in the order given.
    pub files: Vec<CheckedFile>,
    /// Share of the files whose sync cannot be told; `None` without files.
    pub share_cannot_tell: Option<f64>,
    /// The files together; `None` if they are few.
    pub together: Option<Together>,
    /// Files that could not be checked, and why.
    pub skipped: Vec<SkippedFile>,
}

impl Checked {
    /// Whether a sound does not belong, is out of sync or drifts.
    pub fn is_something_wrong(&self) -> bool {
        let of_files =
            self.files.iter().flat_map(|file| [file.belonging.verdict, file.timing.verdict]);
        let drifts = self.files.iter().filter_map(|file| Some(file.drift.as_ref()?.verdict));
        let together = self.together.iter().map(|together| together.timing.verdict);
        of_files.chain(drifts).chain(together).any(|verdict| verdict == Opinion::Wrong)
    }
}

/// The verdict as text, with the numbers or the reason why there are none.
fn text<T>(judged: &Judged<T>, words: [&str; 2], numbers: impl Fn(&T) -> String) -> String {
    let verdict = match judged.verdict {
        Opinion::Fine => words[0],
        Opinion::Wrong => words[1],
        Opinion::CannotTell => "cannot tell",
    };
    let why = judged.evidence.as_ref().map(numbers).or(judged.reason.map(str::to_owned));
    format!("{verdict}: {}", why.unwrap_or_default())
}

/// Share of the files whose sync cannot be told.
pub fn share_cannot_tell(files: &[CheckedFile]) -> Option<f64> {
    let n_untold = files.iter().filter(|file| file.timing.verdict == Opinion::CannotTell).count();
    (!files.is_empty()).then(|| n_untold as f64 / files.len() as f64)
}

fn timing(judged: &Judged<OffsetEvidence>) -> String {
    text(judged, ["in sync", "out of sync"], |offset| {
        let needed = match offset.needed_gap {
            Some(needed) => format!("more than {needed:.2} needed"),
            None => "the library has too few clips to judge it".to_owned(),
        };
        format!("{:+.2} s, peak gap {:.2} ({needed})", offset.offset_secs, offset.peak_gap)
    })
}

fn drifting(judged: &Judged<DriftEvidence>) -> String {
    text(judged, ["no drift", "drifts"], |drift| {
        let (first, last) = drift.interval_ms_per_min;
        format!(
            "{:+.0} ms/min ({first:+.0} to {last:+.0}), {:+.2} s in the middle, p {:.2}",
            drift.ms_per_min, drift.middle_offset_secs, drift.p_chance
        )
    })
}

fn shared(judged: &Judged<SharedOffsetEvidence>) -> String {
    text(judged, ["in sync", "out of sync"], |shift| {
        let (first, last) = shift.interval_secs;
        let SharedOffsetEvidence { offset_secs, p_in_sync, .. } = shift;
        format!("{offset_secs:+.2} s ({first:+.2} to {last:+.2}), p {p_in_sync:.3}")
    })
}

impl Answer for Checked {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "library  {}: {} with their own sound, {} in sync",
            self.library.display(),
            count(self.n_clips_belonging, "clip"),
            self.n_clips_in_sync
        )?;
        let mut table = Table::new([Align::Left, Align::Left, Align::Left]);
        for file in &self.files {
            let belonging = text(&file.belonging, ["belongs", "does not belong"], |fit| {
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
        for file in self.files.iter().filter(|file| !file.in_library) {
            let Some(first) = file.copy_of.first() else { continue };
            let more = file.copy_of.len() - 1;
            let more = if more > 0 {
                format!(" and {}", count(more, "other clip"))
            } else {
                String::new()
            };
            writeln!(out, "without  {first}{more}: {} has its sound or its picture", file.file)?;
        }
        for file in &self.files {
            let Some(drift) = &file.drift else { continue };
            writeln!(out, "drift  {}: {}", file.file, drifting(drift))?;
        }
        if let (Some(share), true) = (self.share_cannot_tell, self.files.len() > 1) {
            let (percent, files) = (100.0 * share, count(self.files.len(), "file"));
            writeln!(out, "sync  cannot tell for {percent:.0} % of {files}")?;
        }
        if let Some(Together { n_files, timing: judged }) = &self.together {
            let files = count(*n_files, "file");
            writeln!(out, "together  {files}, if they share one offset: {}", shared(judged))?;
        }
        write_files("skipped ", &self.skipped, out)
    }
}
