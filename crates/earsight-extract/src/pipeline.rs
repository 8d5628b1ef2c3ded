//! Threads that decode files and run networks; all queues between them are bounded.

mod file_worker;
mod pace;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use earsight_backbone::VisualBackbone;
use earsight_core::{Frame, Modality, PerModality};
use earsight_store::{ContentHash, FileRecord};

use crate::concepts::Concepts;
use crate::decoding::Decoder;
use crate::error::one_line;
use crate::lengths::Lengths;
use crate::rows::{Rows, matrix};
use crate::{MediaFile, Result};
use file_worker::FileWorker;

/// Messages that may wait for the receiver, for each network.
const N_MESSAGES_AHEAD: usize = 8;

/// Files that are decoded at the same time.
const N_FILES_AT_ONCE: usize = 2;

/// A message about the file at a place of [`Work::files`].
pub(crate) type FileMessage = (usize, Message);

/// What the threads report about a file.
pub(crate) enum Message {
    /// Its content is in the library already, or is being decoded.
    Known(FileRecord),
    /// It is being decoded; its content is known at this point only if it may be a copy.
    Opened { record: Option<FileRecord>, has: PerModality<bool>, duration_secs: Option<f64> },
    /// Rows of a modality.
    Rows { modality: Modality, first_segment: usize, rows: Rows },
    /// All its rows are computed or in the queue of the networks.
    Ended { record: FileRecord, n_segments: usize, warnings: Vec<String> },
    /// It failed; its content may be known, and that it will fail again.
    Failed { reason: String, record: Option<FileRecord>, is_lasting: bool },
}

impl Message {
    fn failed(reason: String) -> Self {
        Message::Failed { reason, record: None, is_lasting: false }
    }
}

/// The input of [`run`].
pub(crate) struct Work<'a> {
    pub(crate) decoder: &'a Decoder,
    pub(crate) files: &'a [MediaFile],
    /// Places in `files` of those to read.
    pub(crate) to_read: &'a [usize],
    pub(crate) known: HashSet<ContentHash>,
    /// Determines which files may be copies.
    pub(crate) lengths: Lengths,
    /// One for each thread that runs the network.
    pub(crate) visual: &'a [Box<dyn VisualBackbone>],
    pub(crate) cancel: &'a AtomicBool,
}

/// Pictures for a network.
struct Job {
    file: usize,
    first_segment: usize,
    frames: Vec<Frame>,
    changes: Vec<Vec<f32>>,
}

/// Runs the threads, and `receive` on this one, until all messages are received or `receive` fails.
pub(crate) fn run(
    work: Work<'_>,
    receive: impl FnOnce(Receiver<FileMessage>) -> Result<()>,
) -> Result<()> {
    let n_networks = work.visual.len();
    let (messages, receiver) = sync_channel(N_MESSAGES_AHEAD * n_networks);
    let (jobs, next_job) = sync_channel(n_networks);
    let next_job = Mutex::new(next_job);
    let next_file = Mutex::new(work.to_read.iter().copied());
    let known = Mutex::new(work.known);
    thread::scope(|scope| {
        for visual in work.visual {
            let (messages, next_job) = (messages.clone(), &next_job);
            let concepts = work.decoder.concepts.as_ref();
            scope.spawn(move || run_network((&**visual, concepts), next_job, &messages));
        }
        for _ in 0..N_FILES_AT_ONCE.min(work.to_read.len()) {
            let worker = FileWorker {
                decoder: work.decoder,
                files: work.files,
                known: &known,
                lengths: &work.lengths,
                cancel: work.cancel,
                jobs: jobs.clone(),
                messages: messages.clone(),
            };
            let next_file = &next_file;
            scope.spawn(move || {
                while let Some(file) = locked(next_file).next() {
                    if worker.read(file).is_err() {
                        return;
                    }
                }
            });
        }
        // The channel closes when the threads have ended.
        drop((messages, jobs));
        receive(receiver)
    })
}

/// The values behind these locks are consistent at any moment, also after a panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run_network(
    (visual, concepts): (&dyn VisualBackbone, Option<&Concepts>),
    next_job: &Mutex<Receiver<Job>>,
    messages: &SyncSender<FileMessage>,
) {
    loop {
        let Ok(Job { file, first_segment, frames, changes }) = locked(next_job).recv() else {
            return;
        };
        let message = match embed_pictures(visual, concepts, &frames, &changes) {
            Ok(rows) => Message::Rows { modality: Modality::Visual, first_segment, rows },
            Err(error) => Message::failed(one_line(&error, Path::new(""))),
        };
        if messages.send((file, message)).is_err() {
            return;
        }
    }
}

/// One row for each second of pictures.
pub(crate) fn embed_pictures(
    visual: &dyn VisualBackbone,
    concepts: Option<&Concepts>,
    frames: &[Frame],
    changes: &[Vec<f32>],
) -> Result<Rows> {
    let features = visual.embed_segments(frames, visual.frame_spec().frames_per_sec as usize)?;
    let roots = |concepts: &Concepts| concepts.roots(Modality::Visual, features.view());
    let concepts = concepts.map(roots).transpose()?;
    Ok(Rows { features, changes: matrix(changes), concepts })
}
