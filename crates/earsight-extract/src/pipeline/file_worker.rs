//! Hashes and decodes files, and sends their pictures to the networks.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use earsight_core::{Modality, PerModality};
use earsight_media::Error as MediaError;
use earsight_store::{ContentHash, FileRecord};

use super::pace::Pace;
use super::{FileMessage, Job, Message, locked};
use crate::cancellable::Cancellable;
use crate::collection::modified_ns;
use crate::decoding::{Decoder, Piece};
use crate::error::one_line;
use crate::lengths::Lengths;
use crate::{Error, MediaFile};

/// A file changed less than this before it was hashed may change again within the same timestamp.
const TIMESTAMP_TRUST: Duration = Duration::from_secs(2);

/// Reads files on one thread.
pub(super) struct FileWorker<'a> {
    pub(super) decoder: &'a Decoder,
    pub(super) files: &'a [MediaFile],
    /// Contents that need not be decoded.
    pub(super) known: &'a Mutex<HashSet<ContentHash>>,
    pub(super) lengths: &'a Lengths,
    pub(super) cancel: &'a AtomicBool,
    pub(super) jobs: SyncSender<Job>,
    pub(super) messages: SyncSender<FileMessage>,
}

/// A file that was read to its end.
struct Decoded {
    n_segments: usize,
    warnings: Vec<String>,
}

/// Why a file was not read to its end.
pub(super) enum Interruption {
    /// The run was cancelled, or its receiver failed.
    Stopped,
    Failed(Error),
}

impl From<Error> for Interruption {
    fn from(error: Error) -> Self {
        Interruption::Failed(error)
    }
}

impl FileWorker<'_> {
    /// Reads a file; its errors are sent as messages.
    ///
    /// # Errors
    /// [`Interruption::Stopped`].
    pub(super) fn read(&self, file: usize) -> Result<(), Interruption> {
        self.check_cancelled()?;
        let media = &self.files[file];
        match File::open(&media.path) {
            Ok(bytes) if self.lengths.may_be_copy(media.n_bytes) => {
                self.read_possible_copy(file, bytes)
            }
            Ok(bytes) => self.read_unique(file, bytes),
            Err(error) => self.send_unreadable(file, &error),
        }
    }

    /// A file as long as others is hashed first: of two copies only one is decoded.
    fn read_possible_copy(&self, file: usize, bytes: File) -> Result<(), Interruption> {
        let record = match self.hash(file, bytes) {
            Ok(record) => record,
            Err(error) => return self.send_unreadable(file, &error),
        };
        // Inserted before decoding, so that another thread does not decode a copy.
        if !locked(self.known).insert(record.content) {
            return self.send(file, Message::Known(record));
        }
        let decoded = self.decode(file, Some(&record), |_| {});
        self.send_end(file, decoded, record)
    }

    /// A file that cannot be a copy is hashed while it is decoded, so that it is read from the disk once.
    fn read_unique(&self, file: usize, bytes: File) -> Result<(), Interruption> {
        let (decoded, record) = thread::scope(|scope| {
            let (pace, paced) = Pace::new(bytes, self.files[file].n_bytes);
            let hashing = scope.spawn(move || self.hash(file, paced));
            let decoded = self.decode(file, None, |share| pace.decoded(share));
            if matches!(decoded, Err(Interruption::Stopped)) {
                pace.stop();
            }
            drop(pace);
            let record = hashing.join().unwrap_or_else(|_| Err(io::Error::other("hashing failed")));
            (decoded, record)
        });
        match (decoded, record) {
            (Err(Interruption::Stopped), _) => Err(Interruption::Stopped),
            (decoded, Ok(record)) => {
                locked(self.known).insert(record.content);
                self.send_end(file, decoded, record)
            }
            (_, Err(error)) => self.send_unreadable(file, &error),
        }
    }

    fn send_unreadable(&self, file: usize, error: &io::Error) -> Result<(), Interruption> {
        self.check_cancelled()?;
        self.send(file, Message::failed(one_line(error, &self.files[file].path)))
    }

    /// Sends the result of a file whose content is known.
    fn send_end(
        &self,
        file: usize,
        decoded: Result<Decoded, Interruption>,
        record: FileRecord,
    ) -> Result<(), Interruption> {
        let media = &self.files[file];
        let is_same = fs::metadata(&media.path).is_ok_and(|facts| {
            facts.len() == media.n_bytes && modified_ns(&facts) == media.modified_ns
        });
        let message = match decoded {
            Ok(_) if !is_same => {
                Message::failed("it changed while it was read, run again".to_owned())
            }
            Ok(Decoded { n_segments, warnings }) => Message::Ended { record, n_segments, warnings },
            Err(Interruption::Failed(error)) => Message::Failed {
                reason: one_line(&error, &media.path),
                record: Some(record),
                is_lasting: is_lasting(&error),
            },
            Err(Interruption::Stopped) => return Err(Interruption::Stopped),
        };
        self.send(file, message)
    }

    fn hash(&self, file: usize, bytes: impl Read) -> io::Result<FileRecord> {
        let media = &self.files[file];
        let content = ContentHash::of(Cancellable { bytes, cancel: self.cancel })?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let trusted = now.saturating_sub(TIMESTAMP_TRUST).as_nanos();
        Ok(FileRecord {
            source: media.path.display().to_string(),
            n_bytes: media.n_bytes,
            modified_ns: media.modified_ns.filter(|&modified| u128::from(modified) < trusted),
            content,
        })
    }

    /// Decodes a file and sends its rows and jobs.
    ///
    /// Calls `report_share` with the decoded share, 0..=1, where the file states its length.
    fn decode(
        &self,
        file: usize,
        record: Option<&FileRecord>,
        report_share: impl Fn(f64),
    ) -> Result<Decoded, Interruption> {
        let mut decoding = self.decoder.open(&self.files[file].path, None)?;
        let (has, duration_secs) = (decoding.has(), decoding.duration_secs);
        self.send(file, Message::Opened { record: record.cloned(), has, duration_secs })?;
        let mut n_secs = PerModality { audio: 0, visual: 0 };
        while let Some(Piece { frames, changes, sound }) = decoding.next_piece()? {
            self.check_cancelled()?;
            if !frames.is_empty() {
                let first_segment = n_secs.visual;
                n_secs.visual += changes.len();
                let job = Job { file, first_segment, frames, changes };
                self.jobs.send(job).map_err(|_| Interruption::Stopped)?;
            }
            if let Some(rows) = sound {
                let (modality, first_segment) = (Modality::Audio, n_secs.audio);
                n_secs.audio += rows.n_rows();
                self.send(file, Message::Rows { modality, first_segment, rows })?;
            }
            if let Some(duration_secs) = duration_secs {
                report_share(n_secs.audio.max(n_secs.visual) as f64 / duration_secs.max(1.0));
            }
        }
        Ok(Decoded { n_segments: decoding.n_segments(), warnings: decoding.warnings })
    }

    fn send(&self, file: usize, message: Message) -> Result<(), Interruption> {
        self.messages.send((file, message)).map_err(|_| Interruption::Stopped)
    }

    fn check_cancelled(&self) -> Result<(), Interruption> {
        match self.cancel.load(Ordering::Relaxed) {
            true => Err(Interruption::Stopped),
            false => Ok(()),
        }
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
