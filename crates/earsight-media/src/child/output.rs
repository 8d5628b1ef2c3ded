//! The outputs of a running ffmpeg, one or two, which may be read in turns.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Child, Messages};
use crate::{Error, Limits, Result};

/// One output of a running ffmpeg; dropping all of them kills it.
#[derive(Debug)]
pub(crate) struct Output {
    child: Arc<Mutex<Child>>,
    idx: usize,
}

impl Output {
    /// Starts a command and reads its standard output; the command's arguments and standard input are set.
    ///
    /// `path` is the file that errors name; the time allowed grows with `media_secs`.
    pub fn start(
        command: Command,
        path: &Path,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Output> {
        let child = Child::start(command, None, path, media_secs, limits)?;
        Ok(Output { child: Arc::new(Mutex::new(child)), idx: 0 })
    }

    /// The same with two outputs: `pipe:1`, and `pipe:0`, which is the writing end of a pipe as standard input.
    ///
    /// Any other descriptor would be inherited by every process that starts at that moment.
    pub fn start_two(
        mut command: Command,
        path: &Path,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<[Output; 2]> {
        let (second, write) =
            io::pipe().map_err(|source| Error::Run { source, path: path.to_owned() })?;
        command.stdin(Stdio::from(OwnedFd::from(write)));
        let child = Child::start(command, Some(second.into()), path, media_secs, limits)?;
        let child = Arc::new(Mutex::new(child));
        Ok([0, 1].map(|idx| Output { child: Arc::clone(&child), idx }))
    }

    /// Fills `buffer`; fewer bytes than its length mean the end, or [`Output::is_cut_short`].
    ///
    /// # Errors
    /// [`Error::Stalled`] and [`Error::LimitReached`], after which the process is killed.
    pub fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.child().read(self.idx, buffer.len(), buffer)
    }

    /// Waits for output and takes what is there; 0 is the end.
    ///
    /// # Errors
    /// As [`Output::read`].
    pub fn read_some(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.child().read(self.idx, 1, buffer)
    }

    /// Whether the process was killed before the end of this output, because more than 64 MiB of one output came
    /// while the other was read.
    pub fn is_cut_short(&self) -> bool {
        let child = self.child();
        child.is_given_up && !child.pipes[self.idx].is_at_end
    }

    /// Throws the rest of this output away, waits for the exit of the process and returns its messages.
    ///
    /// # Errors
    /// As [`Output::read`]; [`Error::Crashed`], and [`Error::LimitReached`] when it ran out of memory.
    pub fn finish(&mut self) -> Result<Messages> {
        self.child().finish(self.idx)
    }

    /// The file that is decoded.
    pub fn path(&self) -> PathBuf {
        self.child().path.clone()
    }

    /// A panic elsewhere leaves the child consistent, so a poisoned lock is usable.
    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.child().pipes[self.idx].discard();
    }
}
