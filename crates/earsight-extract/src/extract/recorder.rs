//! Records the results of the threads in the library, and reports progress.

use std::collections::HashMap;
use std::sync::mpsc::Receiver;

use earsight_core::Modality;
use earsight_store::{ContentHash, FileRecord, LibraryWriter, Outcome, SkipRecord};

use super::timing::Timing;
use crate::assembly::Assembly;
use crate::flush_clock::FlushClock;
use crate::pipeline::{FileMessage, Message};
use crate::rows::{Rows, into_clip};
use crate::{ExtractEvent, Extracted, MediaFile, Plan, Result, SkippedFile};

/// Receives the messages of the threads and writes the library.
pub(super) struct Recorder<'a> {
    files: &'a [MediaFile],
    decoder_name: &'a str,
    writer: &'a mut LibraryWriter,
    report: &'a mut Extracted,
    observer: &'a mut dyn FnMut(ExtractEvent<'_>),
    /// Files that are being decoded.
    open: HashMap<usize, OpenFile>,
    /// Copies of files that are being decoded.
    copies: HashMap<ContentHash, Vec<(usize, FileRecord)>>,
    /// Why contents failed in this run; their copies are not tried.
    failed: HashMap<ContentHash, String>,
    timing: Timing,
    flushes: FlushClock,
}

/// A file that is being decoded.
struct OpenFile {
    record: Option<FileRecord>,
    assembly: Assembly,
    duration_secs: Option<f64>,
    /// Number of seconds and warnings, once the end was reached.
    end: Option<(usize, Vec<String>)>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(
        files: &'a [MediaFile],
        plan: &Plan,
        decoder_name: &'a str,
        writer: &'a mut LibraryWriter,
        report: &'a mut Extracted,
        observer: &'a mut dyn FnMut(ExtractEvent<'_>),
    ) -> Self {
        Recorder {
            files,
            decoder_name,
            writer,
            report,
            observer,
            open: HashMap::new(),
            copies: HashMap::new(),
            failed: HashMap::new(),
            timing: Timing::new(plan),
            flushes: FlushClock::new(),
        }
    }

    /// Receives messages until all threads have ended.
    pub(super) fn record(mut self, messages: &Receiver<FileMessage>) -> Result<()> {
        while let Ok((file, message)) = messages.recv() {
            match message {
                Message::Known(record) => self.recognize(file, record),
                Message::Opened { record, has, duration_secs } => {
                    self.timing.opened(self.files[file].n_bytes, duration_secs.unwrap_or(0.0));
                    let assembly = Assembly::new(has);
                    self.open.insert(file, OpenFile { record, assembly, duration_secs, end: None });
                }
                Message::Rows { modality, first_segment, rows } => {
                    self.append(file, modality, first_segment, rows)?;
                }
                Message::Ended { record, n_segments, warnings } => {
                    if let Some(open) = self.open.get_mut(&file) {
                        open.record = Some(record);
                        open.end = Some((n_segments, warnings));
                    }
                    self.finish_if_complete(file)?;
                }
                Message::Failed { reason, record, is_lasting } => {
                    self.fail(file, &reason, record, is_lasting);
                }
            }
            if let Some(progress) = self.timing.progress_if_time() {
                (self.observer)(ExtractEvent::Progress(&progress));
            }
            self.flushes.flush_if_time(self.writer)?;
        }
        let rest: Vec<_> =
            self.open.iter().map(|(file, open)| (*file, open.end.is_some())).collect();
        for (file, was_read) in rest {
            match was_read {
                true => {
                    self.fail(file, "picture and sound do not have the same seconds", None, false);
                }
                // Cancelled: the next run decodes it from the start.
                false => self.writer.abandon(&self.files[file].clip),
            }
        }
        Ok(self.writer.flush()?)
    }

    fn append(
        &mut self,
        file: usize,
        modality: Modality,
        first_segment: usize,
        rows: Rows,
    ) -> Result<()> {
        // Rows of a file that failed may still arrive.
        let Some(open) = self.open.get_mut(&file) else { return Ok(()) };
        open.assembly.put(modality, first_segment, rows);
        if let Some(rows) = open.assembly.take() {
            let seconds = into_clip(self.files[file].clip.clone(), rows);
            match self.writer.append(&seconds) {
                Ok(()) => self.timing.done(seconds.n_segments()),
                // Features that are not finite are an error of that file only.
                Err(error @ earsight_store::Error::Features(_)) => {
                    self.fail(file, &error.to_string(), None, false);
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.finish_if_complete(file)
    }

    fn finish_if_complete(&mut self, file: usize) -> Result<()> {
        let is_complete = |open: &OpenFile| {
            open.end.as_ref().is_some_and(|(n_segments, _)| open.assembly.n_taken() >= *n_segments)
        };
        if !self.open.get(&file).is_some_and(is_complete) {
            return Ok(());
        }
        let Some(OpenFile { record: Some(record), end: Some(end), duration_secs, .. }) =
            self.open.remove(&file)
        else {
            return Ok(());
        };
        let (n_segments, warnings) = end;
        let clip = &self.files[file].clip;
        let duration_secs = duration_secs.unwrap_or(n_segments as f64);
        self.writer.finish(clip, record.content, duration_secs, self.decoder_name)?;
        self.report.n_decoded += 1;
        self.report.decoded_secs += n_segments as f64;
        let warning = |reason| SkippedFile { file: clip.to_string(), reason };
        self.report.warnings.extend(warnings.into_iter().map(warning));
        (self.observer)(ExtractEvent::FileDone { clip, n_segments });
        self.timing.n_files_done += 1;
        let copies = self.copies.remove(&record.content).unwrap_or_default();
        self.writer.set_file(clip.clone(), record);
        copies.into_iter().for_each(|(file, record)| self.recognize(file, record));
        Ok(())
    }

    /// Records a file whose content the library has or will have.
    fn recognize(&mut self, file: usize, record: FileRecord) {
        let clip = &self.files[file].clip;
        let known = self.writer.manifest().files.get(clip);
        let is_unchanged = known.is_some_and(|known| known.content == record.content);
        match self.writer.manifest().contents.get(&record.content) {
            Some(Outcome::Features(_)) => self.report.n_known += 1,
            Some(Outcome::Skipped(skip)) => {
                let reason = skip.reason.clone();
                self.report.n_known += usize::from(is_unchanged);
                self.skip(file, &reason);
            }
            None => match self.failed.get(&record.content).cloned() {
                Some(reason) => return self.fail(file, &reason, None, false),
                None => return self.copies.entry(record.content).or_default().push((file, record)),
            },
        }
        self.timing.recognized(self.files[file].n_bytes);
        self.writer.set_file(clip.clone(), record);
    }

    /// Skips a file and its copies.
    fn fail(&mut self, file: usize, reason: &str, record: Option<FileRecord>, is_lasting: bool) {
        self.writer.abandon(&self.files[file].clip);
        let known = self.open.remove(&file).and_then(|open| open.record);
        let Some(record) = record.or(known) else { return self.leave_out(file, reason) };
        let content = record.content;
        let mut files = self.copies.remove(&content).unwrap_or_default();
        files.insert(0, (file, record));
        if !is_lasting {
            self.failed.insert(content, reason.to_owned());
            return files.iter().for_each(|(file, _)| self.leave_out(*file, reason));
        }
        let decoder = self.decoder_name.to_owned();
        self.writer.skip(content, SkipRecord { reason: reason.to_owned(), decoder });
        for (file, record) in files {
            self.writer.set_file(self.files[file].clip.clone(), record);
            self.skip(file, reason);
            self.timing.n_files_done += 1;
        }
    }

    /// Leaves a file out of the library: the next run tries again.
    fn leave_out(&mut self, file: usize, reason: &str) {
        // The file may have been edited, so its old rows are not its content.
        self.writer.retain_files(|clip| *clip != self.files[file].clip);
        self.skip(file, reason);
        self.timing.n_files_done += 1;
    }

    fn skip(&mut self, file: usize, reason: &str) {
        let (file, reason) = (self.files[file].clip.to_string(), reason.to_owned());
        let skipped = SkippedFile { file, reason };
        (self.observer)(ExtractEvent::FileSkipped(&skipped));
        self.report.skipped.push(skipped);
    }
}
