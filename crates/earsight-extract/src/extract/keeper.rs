//! The one who keeps the library while threads work: puts rows in order, appends, flushes, and tells.

use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use earsight_core::Modality;
use earsight_store::{ContentHash, FileRecord, LibraryWriter, Outcome, SkipRecord};

use crate::assembly::Assembly;
use crate::pipeline::Told;
use crate::rows::{Rows, into_clip};
use crate::{ExtractReport, MediaFile, Observer, Plan, Progress, Result, Skip};

/// A killed run loses the files that were finished within this time …
const FLUSH_EVERY: Duration = Duration::from_secs(2);
/// … or this many times what a flush takes, so that large manifests do not eat the run.
const FLUSH_SHARE: u32 = 20;
/// Small shards are merged when there are so many.
const MANY_SMALL_SHARDS: usize = 64;
/// Progress is told no more often.
const TELL_EVERY: Duration = Duration::from_millis(200);

pub(super) struct Keeper<'a> {
    files: &'a [MediaFile],
    decoder_name: &'a str,
    writer: &'a mut LibraryWriter,
    report: &'a mut ExtractReport,
    observer: &'a mut dyn Observer,
    underway: HashMap<usize, Underway>,
    /// Copies of what is being decoded.
    copies: HashMap<ContentHash, Vec<(usize, FileRecord)>>,
    /// What failed for now, and why; its copies need not be tried.
    failed: HashMap<ContentHash, String>,
    progress: Tally,
    last_flush: Instant,
    flush_pause: Duration,
}

/// A file that is being decoded.
struct Underway {
    /// What it holds, or the name of a draft as long as that is not known.
    content: ContentHash,
    record: Option<FileRecord>,
    assembly: Assembly,
    duration_secs: Option<f64>,
    /// Seconds in all and what is wrong, once the end was reached.
    end: Option<(usize, Vec<String>)>,
}

/// How far the run is.
struct Tally {
    begun: Instant,
    last_told: Instant,
    n_files: usize,
    n_files_done: usize,
    done_secs: f64,
    /// Seconds and bytes of files that were opened or are through.
    seen_secs: f64,
    seen_bytes: u64,
    total_bytes: u64,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(
        files: &'a [MediaFile],
        plan: &Plan,
        decoder_name: &'a str,
        writer: &'a mut LibraryWriter,
        report: &'a mut ExtractReport,
        observer: &'a mut dyn Observer,
    ) -> Self {
        let now = Instant::now();
        Keeper {
            files,
            decoder_name,
            writer,
            report,
            observer,
            underway: HashMap::new(),
            copies: HashMap::new(),
            failed: HashMap::new(),
            progress: Tally {
                begun: now,
                last_told: now,
                n_files: plan.n_to_read,
                n_files_done: 0,
                done_secs: 0.0,
                seen_secs: 0.0,
                seen_bytes: 0,
                total_bytes: plan.bytes_to_read,
            },
            last_flush: now,
            flush_pause: FLUSH_EVERY,
        }
    }

    /// Listens until nobody speaks any more.
    pub(super) fn keep(mut self, hear: &Receiver<Told>) -> Result<()> {
        while let Ok(told) = hear.recv() {
            match told {
                Told::Known { file, record } => self.recognise(file, record),
                Told::Opened { file, record, has, duration_secs } => {
                    self.progress.seen_secs += duration_secs.unwrap_or(0.0);
                    self.progress.seen_bytes += self.files[file].n_bytes;
                    let assembly = Assembly::new(has);
                    let content = match &record {
                        Some(record) => record.content,
                        None => ContentHash::draft(file as u64),
                    };
                    let underway = Underway { content, record, assembly, duration_secs, end: None };
                    self.underway.insert(file, underway);
                }
                Told::Rows { file, modality, idx, rows } => {
                    self.take_rows(file, modality, idx, rows)?;
                }
                Told::Ended { file, record, n_segments, warnings } => {
                    if let Some(underway) = self.underway.get_mut(&file) {
                        self.writer.identify(underway.content, record.content);
                        underway.content = record.content;
                        underway.record = Some(record);
                        underway.end = Some((n_segments, warnings));
                    }
                    self.finish_if_whole(file)?;
                }
                Told::Failed { file, reason, record, is_lasting } => {
                    self.fail(file, &reason, record, is_lasting);
                }
            }
            self.tell_progress();
            self.flush_if_time()?;
        }
        let unfinished: Vec<_> =
            self.underway.iter().map(|(file, left)| (*file, left.end.is_some())).collect();
        for (file, was_read) in unfinished {
            match was_read {
                true => {
                    self.fail(file, "picture and sound do not have the same seconds", None, false)
                }
                // Cancelled in the middle: the next run begins it anew.
                false => self.abandon(file),
            }
        }
        Ok(self.writer.flush()?)
    }

    fn take_rows(&mut self, file: usize, modality: Modality, idx: usize, rows: Rows) -> Result<()> {
        // A file that failed may still have pieces on their way.
        let Some(underway) = self.underway.get_mut(&file) else { return Ok(()) };
        let n_before = underway.assembly.n_given();
        underway.assembly.put(modality, idx, rows);
        if let Some(rows) = underway.assembly.take() {
            let n_rows = underway.assembly.n_given() - n_before;
            let seconds = into_clip(self.files[file].clip.clone(), rows);
            match self.writer.append(underway.content, &seconds) {
                Ok(()) => {}
                // A network that gives no number for one file is that file's trouble.
                Err(error @ earsight_store::Error::Features(_)) => {
                    self.fail(file, &error.to_string(), None, false);
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
            self.progress.done_secs += n_rows as f64;
        }
        self.finish_if_whole(file)
    }

    fn finish_if_whole(&mut self, file: usize) -> Result<()> {
        let is_whole = self.underway.get(&file).is_some_and(|underway| {
            matches!(underway.end, Some((n_segments, _)) if underway.assembly.n_given() >= n_segments)
        });
        let Some(Underway {
            record: Some(record),
            duration_secs,
            end: Some((n_segments, warnings)),
            ..
        }) = is_whole.then(|| self.underway.remove(&file)).flatten()
        else {
            return Ok(());
        };
        let clip = &self.files[file].clip;
        let duration_secs = duration_secs.unwrap_or(n_segments as f64);
        self.writer.finish(record.content, duration_secs, self.decoder_name)?;
        self.report.extracted.push(clip.clone());
        self.report.extracted_secs += n_segments as f64;
        let warnings = warnings.into_iter().map(|reason| Skip { clip: clip.clone(), reason });
        self.report.warnings.extend(warnings);
        self.observer.file_done(clip, n_segments);
        self.progress.n_files_done += 1;
        let content = record.content;
        self.writer.set_file(clip.clone(), record);
        for (copy, record) in self.copies.remove(&content).unwrap_or_default() {
            self.recognise(copy, record);
        }
        Ok(())
    }

    /// A file whose content the library has, or will have.
    fn recognise(&mut self, file: usize, record: FileRecord) {
        let clip = &self.files[file].clip;
        let was_here = |known: &FileRecord| known.content == record.content;
        let is_unchanged = self.writer.manifest().files.get(clip).is_some_and(was_here);
        match self.writer.manifest().contents.get(&record.content) {
            Some(Outcome::Features(_)) if is_unchanged => self.report.n_unchanged += 1,
            Some(Outcome::Features(_)) => self.report.recognised.push(clip.clone()),
            Some(Outcome::Skipped(skip)) => {
                let reason = skip.reason.clone();
                self.report.n_unchanged += usize::from(is_unchanged);
                self.skip(file, &reason);
            }
            None => match self.failed.get(&record.content).cloned() {
                Some(reason) => return self.fail(file, &reason, None, false),
                None => return self.copies.entry(record.content).or_default().push((file, record)),
            },
        }
        self.progress.n_files_done += 1;
        self.progress.forget(self.files[file].n_bytes);
        self.writer.set_file(self.files[file].clip.clone(), record);
    }

    /// Nothing comes of a file, nor of its copies.
    fn fail(&mut self, file: usize, reason: &str, record: Option<FileRecord>, is_lasting: bool) {
        let known = self.underway.remove(&file).and_then(|underway| {
            self.writer.abandon(underway.content);
            underway.record
        });
        let Some(record) = record.or(known) else { return self.leave_out(file, reason) };
        let content = record.content;
        match is_lasting {
            true => {
                let decoder = self.decoder_name.to_owned();
                self.writer.skip(content, SkipRecord { reason: reason.to_owned(), decoder });
            }
            false => {
                self.writer.abandon(content);
                self.failed.insert(content, reason.to_owned());
            }
        }
        let copies = self.copies.remove(&content).unwrap_or_default();
        for (file, record) in std::iter::once((file, record)).chain(copies) {
            match is_lasting {
                true => {
                    self.writer.set_file(self.files[file].clip.clone(), record);
                    self.skip(file, reason);
                    self.progress.n_files_done += 1;
                }
                false => self.leave_out(file, reason),
            }
        }
    }

    /// Leaves a file out of the library: the next run tries again.
    fn leave_out(&mut self, file: usize, reason: &str) {
        // What it held before it was edited is not what it holds.
        self.writer.retain_files(|clip| *clip != self.files[file].clip);
        self.skip(file, reason);
        self.progress.n_files_done += 1;
    }

    fn skip(&mut self, file: usize, reason: &str) {
        let skip = Skip { clip: self.files[file].clip.clone(), reason: reason.to_owned() };
        self.observer.file_skipped(&skip);
        self.report.skipped.push(skip);
    }

    fn abandon(&mut self, file: usize) {
        if let Some(underway) = self.underway.remove(&file) {
            self.writer.abandon(underway.content);
        }
    }

    fn flush_if_time(&mut self) -> Result<()> {
        if self.last_flush.elapsed() < self.flush_pause {
            return Ok(());
        }
        let begun = Instant::now();
        match self.writer.n_small_shards() < MANY_SMALL_SHARDS {
            true => self.writer.flush()?,
            false => self.writer.compact()?,
        }
        self.last_flush = Instant::now();
        self.flush_pause = FLUSH_EVERY.max(begun.elapsed() * FLUSH_SHARE);
        Ok(())
    }

    fn tell_progress(&mut self) {
        if self.progress.last_told.elapsed() >= TELL_EVERY {
            self.progress.last_told = Instant::now();
            self.observer.progress(&self.progress.now());
        }
    }
}

impl Tally {
    /// A file that need not be decoded says nothing about how long the others take.
    fn forget(&mut self, n_bytes: u64) {
        self.total_bytes = self.total_bytes.saturating_sub(n_bytes);
    }

    fn now(&self) -> Progress {
        let elapsed_secs = self.begun.elapsed().as_secs_f64();
        // Files that nobody has opened are taken to be like those that were.
        let secs_per_byte = self.seen_secs / self.seen_bytes.max(1) as f64;
        let unseen_bytes = self.total_bytes.saturating_sub(self.seen_bytes);
        let total_secs = (self.seen_secs + secs_per_byte * unseen_bytes as f64).max(self.done_secs);
        let times_real_time = self.done_secs / elapsed_secs.max(1e-9);
        let is_known = self.done_secs > 0.0;
        Progress {
            n_files_done: self.n_files_done,
            n_files: self.n_files,
            done_secs: self.done_secs,
            total_secs,
            times_real_time,
            eta_secs: is_known.then(|| (total_secs - self.done_secs) / times_real_time),
        }
    }
}
