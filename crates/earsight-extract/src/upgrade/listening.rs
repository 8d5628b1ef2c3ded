//! Threads that decode the sound of files, and the rows that they make.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use earsight_core::{ClipFeatures, PerModality};
use earsight_media::{Ffmpeg, Limits};
use earsight_store::{
    BackboneRecord, Error as StoreError, FileRecord, FolderStorage, LibraryWriter, Manifest,
};
use ndarray::Array2;

use super::ear::Ear;
use super::pace::Pace;
use super::sources::{Source, sources};
use crate::concepts::Concepts;
use crate::error::one_line;
use crate::flush_clock::FlushClock;
use crate::{Error, ExtractEvent, ExtractOptions, Plan, Result, SkippedFile, Upgraded};

/// Messages that may wait for the receiver, for each thread.
const N_MESSAGES_AHEAD: usize = 8;

/// Decodes sound to rows of concepts, and keeps those of finished files.
pub(super) struct Listening<'a> {
    pub(super) options: &'a ExtractOptions,
    pub(super) concepts: &'a Concepts,
    /// The library that keeps them.
    pub(super) folder: &'a Path,
}

/// What a thread reports about the source at a place.
enum Message {
    Rows(Array2<f32>),
    Done,
    Failed(String),
}

impl Listening<'_> {
    /// Decodes all files whose rows are not kept yet.
    pub(super) fn run(
        &self,
        manifest: &Manifest,
        report: &mut Upgraded,
        observer: &mut dyn FnMut(ExtractEvent<'_>),
    ) -> Result<()> {
        let mut kept = self.kept()?;
        let all = sources(manifest);
        let is_kept = |source: &&Source| kept.manifest().contents.contains_key(&source.content);
        let (known, to_read): (Vec<_>, Vec<_>) = all.iter().partition(is_kept);
        report.n_known = known.len();
        let plan = Plan { n_files: all.len(), n_to_read: to_read.len(), bytes_to_read: 0 };
        observer(ExtractEvent::Started(&plan));
        if to_read.is_empty() {
            return Ok(kept.flush()?);
        }
        let weights = self.options.weights.audio.as_deref();
        let backbone = earsight_backbone::audio(&self.options.backbones.audio, weights, 1)?;
        let ear = Ear {
            ffmpeg: Ffmpeg::find()?,
            limits: Limits::default(),
            concepts: self.concepts,
            rate_hz: backbone.sample_rate_hz(),
        };
        let n_threads = self.options.threads.clamp(1, to_read.len());
        let (messages, receiver) = sync_channel(N_MESSAGES_AHEAD * n_threads);
        let next = Mutex::new(0..to_read.len());
        thread::scope(|scope| {
            for _ in 0..n_threads {
                let (messages, next, ear, to_read) = (messages.clone(), &next, &ear, &to_read);
                scope.spawn(move || {
                    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    while let Some(place) = take() {
                        let is_open = self.read(ear, to_read[place], (place, &messages));
                        if !is_open || self.is_cancelled() {
                            return;
                        }
                    }
                });
            }
            drop(messages);
            self.record(&mut kept, &to_read, &receiver, report, observer)
        })?;
        report.is_cancelled = self.is_cancelled();
        Ok(kept.flush()?)
    }

    fn is_cancelled(&self) -> bool {
        self.options.cancel.load(Ordering::Relaxed)
    }

    /// The library of finished rows; rows of other networks, which an earlier program kept, are removed.
    fn kept(&self) -> Result<LibraryWriter> {
        let open = || {
            let records = self.concepts.records().as_ref().map(|concepts| BackboneRecord {
                space: concepts.space.clone(),
                preprocessing: String::new(),
            });
            LibraryWriter::open(Arc::new(FolderStorage::new(self.folder)), records)
        };
        match open() {
            Err(StoreError::OtherBackbone { .. } | StoreError::Corrupt { .. }) => {
                let unremovable = |source| Error::Folder { source, path: self.folder.to_owned() };
                std::fs::remove_dir_all(self.folder).map_err(unremovable)?;
                Ok(open()?)
            }
            opened => Ok(opened?),
        }
    }

    /// Decodes one source; whether messages are still received.
    fn read(
        &self,
        ear: &Ear<'_>,
        source: &Source,
        (place, messages): (usize, &SyncSender<(usize, Message)>),
    ) -> bool {
        let send = |message| messages.send((place, message)).is_ok();
        let path = match source.unchanged_file(&self.options.cancel) {
            Ok(path) => path,
            Err(_) if self.is_cancelled() => return true,
            Err(reason) => return send(Message::Failed(reason)),
        };
        let mut is_open = true;
        let heard = ear.rows(path, source.n_segments, &mut |rows| {
            is_open = send(Message::Rows(rows));
            is_open && !self.is_cancelled()
        });
        match heard {
            Ok(true) => send(Message::Done),
            Ok(false) => is_open,
            Err(error) => send(Message::Failed(one_line(&error, path))),
        }
    }

    /// Receives messages until all threads have ended.
    fn record(
        &self,
        kept: &mut LibraryWriter,
        to_read: &[&Source],
        receiver: &Receiver<(usize, Message)>,
        report: &mut Upgraded,
        observer: &mut dyn FnMut(ExtractEvent<'_>),
    ) -> Result<()> {
        let (mut flushes, mut pace) = (FlushClock::new(), Pace::new(to_read));
        while let Ok((place, message)) = receiver.recv() {
            let source = to_read[place];
            match message {
                Message::Rows(rows) => {
                    pace.done_secs += rows.nrows();
                    report.decoded_secs += rows.nrows() as f64;
                    kept.append(&ClipFeatures {
                        id: source.id(),
                        features: PerModality { audio: Some(rows), visual: None },
                        changes: PerModality::default(),
                        concepts: PerModality::default(),
                    })?;
                }
                Message::Done => {
                    let (id, content) = (source.id(), source.content);
                    kept.finish(&id, content, source.n_segments as f64, "")?;
                    let (clip, path) = &source.files[0];
                    let source_path = path.display().to_string();
                    let file =
                        FileRecord { source: source_path, n_bytes: 0, modified_ns: None, content };
                    kept.set_file(id, file);
                    report.n_decoded += 1;
                    pace.n_files_done += 1;
                    observer(ExtractEvent::FileDone { clip, n_segments: source.n_segments });
                }
                Message::Failed(reason) => {
                    kept.abandon(&source.id());
                    pace.n_files_done += 1;
                    for (clip, _) in &source.files {
                        let unheard =
                            SkippedFile { file: clip.to_string(), reason: reason.clone() };
                        observer(ExtractEvent::FileSkipped(&unheard));
                        report.unheard.push(unheard);
                    }
                }
            }
            observer(ExtractEvent::Progress(&pace.progress()));
            flushes.flush_if_time(kept)?;
        }
        report.unheard.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(())
    }
}
