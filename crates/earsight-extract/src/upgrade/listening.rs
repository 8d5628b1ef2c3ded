//! Threads that decode the sound of files, and the rows that they make.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use earsight_core::{ClipFeatures, Modality, PerModality};
use earsight_media::{Ffmpeg, Limits};
use earsight_store::{
    BackboneRecord, Error as StoreError, FileRecord, FolderStorage, LibraryWriter, Manifest,
};
use ndarray::Array2;

use super::sources::{Source, sources};
use crate::concepts::Concepts;
use crate::decoding::ConceptSound;
use crate::error::one_line;
use crate::flush_clock::FlushClock;
use crate::rows::matrix;
use crate::{Error, ExtractEvent, ExtractOptions, Plan, Progress, Result, SkippedFile, Upgraded};

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

/// What the threads need to decode.
struct Ear<'a> {
    ffmpeg: Ffmpeg,
    limits: Limits,
    concepts: &'a Concepts,
    /// Sample rate of the library's sound, from which that of the network of concepts is made.
    rate_hz: u32,
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

impl Ear<'_> {
    /// Rows of the first `n_secs` seconds of a file's sound, in pieces; silence where it has ended.
    ///
    /// `take` returns whether to go on; so does this.
    fn rows(
        &self,
        path: &Path,
        n_secs: usize,
        take: &mut dyn FnMut(Array2<f32>) -> bool,
    ) -> Result<bool> {
        let info = self.ffmpeg.probe(path, &self.limits)?;
        let mut samples = self.ffmpeg.samples(path, &info, self.rate_hz, None, &self.limits)?;
        let mut sound = ConceptSound::from(&self.concepts.sound, self.rate_hz, 0)?;
        let mut next = samples.next().transpose()?;
        if next.is_none() {
            return Err(Error::NoSound { path: path.to_owned() });
        }
        for second in 0..n_secs {
            let samples_of = next.take().unwrap_or_default();
            let mut rows = sound.push(&samples_of)?;
            match second + 1 == n_secs {
                true => rows.extend(sound.finish(n_secs)?),
                false => next = samples.next().transpose()?,
            }
            if !rows.is_empty()
                && !take(self.concepts.roots(Modality::Audio, matrix(&rows).view())?)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// How far the decoding is, and how fast.
struct Pace {
    begun: Instant,
    n_files: usize,
    n_files_done: usize,
    done_secs: usize,
    total_secs: usize,
}

impl Pace {
    fn new(to_read: &[&Source]) -> Self {
        let total_secs = to_read.iter().map(|source| source.n_segments).sum();
        let n_files = to_read.len();
        Pace { begun: Instant::now(), n_files, n_files_done: 0, done_secs: 0, total_secs }
    }

    fn progress(&self) -> Progress {
        let (done_secs, total_secs) = (self.done_secs as f64, self.total_secs as f64);
        let times_real_time = done_secs / self.begun.elapsed().as_secs_f64().max(1e-9);
        Progress {
            n_files_done: self.n_files_done,
            n_files: self.n_files,
            done_secs,
            total_secs,
            times_real_time,
            eta_secs: (done_secs > 0.0).then(|| (total_secs - done_secs) / times_real_time),
        }
    }
}
