//! Threads between files and rows: some decode, some run networks, all of them bounded.

mod paced;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use earsight_backbone::{AudioBackbone, VisualBackbone};
use earsight_core::{Frame, Modality, PerModality, change};
use earsight_media::Error as MediaError;
use earsight_store::{ContentHash, FileRecord};
use ndarray::Array2;

use crate::collection::modified_ns;
use crate::decoding::{Decoder, Piece, SoundRow};
use crate::error::one_line;
use crate::lengths::Lengths;
use crate::rows::Rows;
use crate::{Error, MediaFile, Result};
use paced::{EndOnDrop, Pace, Paced};

/// What may wait to be kept, for each network.
const TOLD_AHEAD: usize = 8;

/// Files that are decoded at the same time.
const N_FILES_AT_ONCE: usize = 2;

/// A file changed less than this before it was hashed may change again within the same timestamp.
const TIMESTAMP_TRUST: Duration = Duration::from_secs(2);

/// What the threads tell the one that keeps the library.
pub(crate) enum Told {
    /// The file holds what is in the library already, or is being decoded.
    Known { file: usize, record: FileRecord },
    /// The file is being decoded; what it holds is known by now only if it may be a copy.
    Opened {
        file: usize,
        record: Option<FileRecord>,
        has: PerModality<bool>,
        duration_secs: Option<f64>,
    },
    /// Piece number `idx` of a modality.
    Rows { file: usize, modality: Modality, idx: usize, rows: Rows },
    /// All pieces are on their way.
    Ended { file: usize, record: FileRecord, n_segments: usize, warnings: Vec<String> },
    /// Nothing comes of it; it may be known what it held, and that it will fail again.
    Failed { file: usize, reason: String, record: Option<FileRecord>, is_lasting: bool },
}

impl Told {
    fn failed(file: usize, reason: String) -> Self {
        Told::Failed { file, reason, record: None, is_lasting: false }
    }
}

/// What is to be done.
pub(crate) struct Work<'a> {
    pub(crate) decoder: Decoder<'a>,
    pub(crate) files: &'a [MediaFile],
    /// Places in `files` of those to read.
    pub(crate) to_read: &'a [usize],
    pub(crate) known: HashSet<ContentHash>,
    /// Tells which files may be copies.
    pub(crate) lengths: Lengths,
    /// One for each thread that runs the network.
    pub(crate) visual: &'a [Box<dyn VisualBackbone>],
    pub(crate) cancel: &'a AtomicBool,
}

/// Pictures on their way to a network.
struct Job {
    file: usize,
    idx: usize,
    frames: Vec<Frame>,
    changes: Vec<Vec<f32>>,
}

/// Runs the threads and hands what they tell to `keep`, on this thread, until all is told or `keep` fails.
pub(crate) fn run(work: Work<'_>, keep: impl FnOnce(Receiver<Told>) -> Result<()>) -> Result<()> {
    let n_networks = work.visual.len();
    let (told, hear) = sync_channel(TOLD_AHEAD * n_networks);
    let (jobs, next_job) = sync_channel(n_networks);
    let next_job = Mutex::new(next_job);
    let next_file = Mutex::new(work.to_read.iter().copied());
    let known = Mutex::new(work.known);
    let (decoder, files, cancel) = (work.decoder, work.files, work.cancel);
    let lengths = &work.lengths;
    thread::scope(|scope| {
        for visual in work.visual {
            let (told, next_job) = (told.clone(), &next_job);
            scope.spawn(move || run_network(&**visual, next_job, &told));
        }
        for _ in 0..N_FILES_AT_ONCE.min(work.to_read.len()) {
            let feeder = Feeder {
                decoder,
                files,
                known: &known,
                lengths,
                cancel,
                jobs: jobs.clone(),
                told: told.clone(),
            };
            let next_file = &next_file;
            scope.spawn(move || {
                while let Some(file) = locked(next_file).next() {
                    if feeder.feed(file).is_err() {
                        return;
                    }
                }
            });
        }
        // Whoever waits for the last word hears it when the threads are gone.
        drop((told, jobs));
        keep(hear)
    })
}

/// What is behind these locks is whole at any moment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run_network(
    visual: &dyn VisualBackbone,
    next_job: &Mutex<Receiver<Job>>,
    told: &SyncSender<Told>,
) {
    loop {
        let Ok(Job { file, idx, frames, changes }) = locked(next_job).recv() else { return };
        let heard = told.send(match pictures_to_rows(visual, &frames, &changes) {
            Ok(rows) => Told::Rows { file, modality: Modality::Visual, idx, rows },
            Err(error) => Told::failed(file, one_line(&error, Path::new(""))),
        });
        if heard.is_err() {
            return;
        }
    }
}

/// One row for each second of pictures.
pub(crate) fn pictures_to_rows(
    visual: &dyn VisualBackbone,
    frames: &[Frame],
    changes: &[Vec<f32>],
) -> Result<Rows> {
    let features = visual.embed_segments(frames, visual.frame_spec().frames_per_sec as usize)?;
    let dim = change::spaces().visual.dim;
    Ok(Rows { features, changes: matrix(changes.len(), dim, |row| &changes[row]) })
}

/// One row for each second of sound.
pub(crate) fn sound_to_rows(audio: &AudioBackbone, rows: &[SoundRow]) -> Rows {
    let n_rows = rows.len();
    Rows {
        features: matrix(n_rows, audio.space().dim, |row| &rows[row].features),
        changes: matrix(n_rows, change::spaces().audio.dim, |row| &rows[row].changes),
    }
}

fn matrix<'a>(n_rows: usize, dim: usize, row: impl Fn(usize) -> &'a Vec<f32>) -> Array2<f32> {
    Array2::from_shape_fn((n_rows, dim), |(at, column)| row(at)[column])
}

/// Reads files and hands their pictures to the networks.
struct Feeder<'a> {
    decoder: Decoder<'a>,
    files: &'a [MediaFile],
    known: &'a Mutex<HashSet<ContentHash>>,
    lengths: &'a Lengths,
    cancel: &'a AtomicBool,
    jobs: SyncSender<Job>,
    told: SyncSender<Told>,
}

/// Nobody listens any more, or nobody should.
struct Stop;

impl Feeder<'_> {
    fn feed(&self, file: usize) -> Result<(), Stop> {
        self.stop_if_cancelled()?;
        let media = &self.files[file];
        match self.lengths.may_be_copy(media.n_bytes) {
            true => self.feed_perhaps_copy(file, media),
            false => self.feed_alone(file, media),
        }
    }

    /// A file as long as others is hashed first: of two copies only one is decoded.
    fn feed_perhaps_copy(&self, file: usize, media: &MediaFile) -> Result<(), Stop> {
        let record = match File::open(&media.path).and_then(|bytes| self.hash(media, bytes)) {
            Ok(record) => record,
            Err(error) => return self.unreadable(file, &error),
        };
        // Claimed before it is decoded.
        if !locked(self.known).insert(record.content) {
            return self.tell(Told::Known { file, record });
        }
        let decoded = self.decode(file, media, Some(&record), |_| {});
        self.end(file, decoded, record)
    }

    /// A file that nothing else can be a copy of is hashed while it is decoded: its bytes are fetched once.
    fn feed_alone(&self, file: usize, media: &MediaFile) -> Result<(), Stop> {
        let pace = Pace::new();
        let (decoded, record) = thread::scope(|scope| {
            let pace = &pace;
            let hashing =
                scope.spawn(move || self.hash(media, Paced::new(File::open(&media.path)?, pace)));
            let _guard = EndOnDrop(pace);
            let decoded =
                self.decode(file, media, None, |share| pace.decoded(share, media.n_bytes));
            match decoded {
                Err(Ended::Stop) => pace.stop(),
                _ => pace.end(),
            }
            let record = hashing.join().unwrap_or_else(|_| Err(io::Error::other("hashing failed")));
            (decoded, record)
        });
        match (decoded, record) {
            (Err(Ended::Stop), _) => Err(Stop),
            (decoded, Ok(record)) => {
                locked(self.known).insert(record.content);
                self.end(file, decoded, record)
            }
            (_, Err(error)) => self.unreadable(file, &error),
        }
    }

    fn unreadable(&self, file: usize, error: &io::Error) -> Result<(), Stop> {
        self.stop_if_cancelled()?;
        self.tell(Told::failed(file, one_line(error, &self.files[file].path)))
    }

    /// Tells how a file ended that holds `record`.
    fn end(
        &self,
        file: usize,
        decoded: Result<Decoded, Ended>,
        record: FileRecord,
    ) -> Result<(), Stop> {
        let media = &self.files[file];
        let is_same = fs::metadata(&media.path).is_ok_and(|facts| {
            facts.len() == media.n_bytes && modified_ns(&facts) == media.modified_ns
        });
        match decoded {
            Err(Ended::Stop) => Err(Stop),
            Ok(_) if !is_same => {
                let reason = "it changed while it was read, run again".to_owned();
                self.tell(Told::failed(file, reason))
            }
            Ok(Decoded { n_segments, warnings }) => {
                self.tell(Told::Ended { file, record, n_segments, warnings })
            }
            Err(Ended::Failed(error)) => {
                let reason = one_line(&error, &media.path);
                let is_lasting = is_lasting(&error);
                self.tell(Told::Failed { file, reason, record: Some(record), is_lasting })
            }
        }
    }

    fn hash(&self, media: &MediaFile, file: impl Read) -> io::Result<FileRecord> {
        let content = ContentHash::of(Cancellable { file, cancel: self.cancel })?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let trusted = now.saturating_sub(TIMESTAMP_TRUST).as_nanos();
        Ok(FileRecord {
            source: media.path.display().to_string(),
            n_bytes: media.n_bytes,
            modified_ns: media.modified_ns.filter(|&modified| u128::from(modified) < trusted),
            content,
        })
    }

    /// Decodes a file and tells its rows; `at_share` hears how much of it is decoded, 0..=1, where its length is known.
    fn decode(
        &self,
        file: usize,
        media: &MediaFile,
        record: Option<&FileRecord>,
        at_share: impl Fn(f64),
    ) -> Result<Decoded, Ended> {
        let mut decoding = self.decoder.open(&media.path, None)?;
        let duration_secs = decoding.duration_secs;
        self.tell(Told::Opened {
            file,
            record: record.cloned(),
            has: decoding.has(),
            duration_secs,
        })?;
        let (mut n_jobs, mut n_sounds, mut n_secs) = (0, 0, PerModality { audio: 0, visual: 0 });
        while let Some(piece) = decoding.next_piece(None)? {
            self.stop_if_cancelled()?;
            match piece {
                Piece::Pictures { frames, changes } => {
                    n_secs.visual += changes.len();
                    let job = Job { file, idx: n_jobs, frames, changes };
                    self.jobs.send(job).map_err(|_| Ended::Stop)?;
                    n_jobs += 1;
                }
                Piece::Sound(rows) => {
                    n_secs.audio += rows.len();
                    let rows = sound_to_rows(self.decoder.audio, &rows);
                    self.tell(Told::Rows { file, modality: Modality::Audio, idx: n_sounds, rows })?;
                    n_sounds += 1;
                }
            }
            if let Some(duration_secs) = duration_secs {
                at_share(n_secs.audio.max(n_secs.visual) as f64 / duration_secs.max(1.0));
            }
        }
        let warnings = std::mem::take(&mut decoding.warnings);
        Ok(Decoded { n_segments: decoding.n_segments(), warnings })
    }

    fn tell(&self, told: Told) -> Result<(), Stop> {
        self.told.send(told).map_err(|_| Stop)
    }

    fn stop_if_cancelled(&self) -> Result<(), Stop> {
        if self.cancel.load(Ordering::Relaxed) { Err(Stop) } else { Ok(()) }
    }
}

/// A file that was read to its end.
struct Decoded {
    n_segments: usize,
    warnings: Vec<String>,
}

/// Why a file was not read to its end.
enum Ended {
    Stop,
    Failed(Error),
}

impl From<Stop> for Ended {
    fn from(_: Stop) -> Self {
        Ended::Stop
    }
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Ended::Failed(error)
    }
}

/// Whether a file will fail again as long as neither it nor ffmpeg changes.
fn is_lasting(error: &Error) -> bool {
    matches!(
        error,
        Error::Media(
            MediaError::EmptyFile { .. }
                | MediaError::Undecodable { .. }
                | MediaError::NoStream { .. }
        )
    )
}

/// A file whose reading can be ended.
struct Cancellable<'a, R> {
    file: R,
    cancel: &'a AtomicBool,
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(io::Error::other("cancelled"));
        }
        self.file.read(piece)
    }
}
