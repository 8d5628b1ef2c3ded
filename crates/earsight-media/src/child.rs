//! ffmpeg as a child process: started with limits, read with patience, ended with us.

mod heard;
mod two_outputs;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, Signal};

use crate::{Error, Limits, Result};
pub(crate) use heard::Heard;
pub(crate) use two_outputs::TwoOutputs;

/// How long a process may take to leave after it has closed its output.
const LEAVE: Duration = Duration::from_secs(5);

/// A running ffmpeg; dropping it ends it and everything that it started.
#[derive(Debug)]
pub(crate) struct Child {
    process: std::process::Child,
    /// Standard output, and another one where there is one.
    outputs: [Option<File>; 2],
    heard: Receiver<Heard>,
    path: PathBuf,
    limits: Limits,
    allowed: Duration,
    waited: Duration,
    n_bytes: u64,
}

impl Child {
    /// Starts `program`; `path` is the file that errors name, `media_secs` what scales the time allowed.
    pub fn start(
        program: &Path,
        arguments: impl IntoIterator<Item = OsString>,
        stdin: Stdio,
        path: &Path,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Child> {
        let run = |source| Error::Run { source, path: path.to_owned() };
        let mut process = Command::new(program)
            .args(arguments)
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env("LC_ALL", "C")
            .env("AV_LOG_FORCE_NOCOLOR", "1")
            // Each further arena reserves 64 MiB of address space, which the memory limit counts.
            .env("MALLOC_ARENA_MAX", "2")
            // Would have ffmpeg write a report into the working folder.
            .env_remove("FFREPORT")
            // A group of its own, so that what a wrapper script starts ends with it.
            .process_group(0)
            .spawn()
            .map_err(run)?;
        let (Some(stdout), Some(stderr)) = (process.stdout.take(), process.stderr.take()) else {
            unreachable!("both are piped above");
        };
        let (sender, heard) = mpsc::channel();
        let drain = thread::Builder::new().name("ffmpeg-stderr".into()).spawn(move || {
            // Nobody listens any more when the child was dropped.
            let _ = sender.send(Heard::listen(stderr));
        });
        let child = Child {
            process,
            outputs: [Some(File::from(OwnedFd::from(stdout))), None],
            heard,
            path: path.to_owned(),
            limits: *limits,
            allowed: limits.wall_clock_for(media_secs),
            waited: Duration::ZERO,
            n_bytes: 0,
        };
        drain.map_err(run)?;
        child.limit_memory().map_err(run)?;
        Ok(child)
    }

    /// Fills `buffer` as far as the output goes; less than its length means the end.
    ///
    /// # Errors
    /// [`Error::Stalled`] and [`Error::LimitReached`] end the process.
    pub fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut n_read = 0;
        while n_read < buffer.len() {
            match self.read_some(&mut buffer[n_read..])? {
                0 => break,
                n => n_read += n,
            }
        }
        Ok(n_read)
    }

    /// Waits for output and takes what is there; 0 is the end.
    pub fn read_some(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.wait_for([true, false])?;
        self.read_from(0, buffer)
    }

    fn read_from(&mut self, output: usize, buffer: &mut [u8]) -> Result<usize> {
        let Some(open) = &mut self.outputs[output] else { return Ok(0) };
        let n_read = loop {
            match open.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::Run { source, path: self.path.clone() }),
                Ok(n_read) => break n_read,
            }
        };
        self.n_bytes += n_read as u64;
        if self.n_bytes > self.limits.output_bytes {
            return Err(self.stopped_at(format!("{} bytes of output", self.limits.output_bytes)));
        }
        Ok(n_read)
    }

    /// After the end of the output: what was said, and how the process left.
    ///
    /// # Errors
    /// [`Error::Crashed`], and [`Error::LimitReached`] when it ran out of memory.
    pub fn leave(&mut self) -> Result<Heard> {
        let left = self.wait_for_exit();
        let heard = self.heard.recv_timeout(LEAVE).unwrap_or_default();
        if heard.ran_out_of_memory() {
            return Err(
                self.stopped_at(format!("{} MiB of memory", self.limits.memory_bytes >> 20))
            );
        }
        match left.map_err(|source| Error::Run { source, path: self.path.clone() })?.signal() {
            Some(signal) => Err(Error::Crashed { signal, path: self.path.clone() }),
            None => Ok(heard),
        }
    }

    /// The file that is decoded.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until one of these outputs has something or has ended; says which.
    fn wait_for(&mut self, wanted: [bool; 2]) -> Result<[bool; 2]> {
        let patience = self.limits.stall.min(self.allowed.saturating_sub(self.waited));
        let began = Instant::now();
        let ready = loop {
            let left = patience.saturating_sub(began.elapsed());
            // A time beyond what the kernel can count is no limit.
            let timeout = Timespec::try_from(left).ok();
            let open = self.outputs.iter().enumerate().filter(|(output, _)| wanted[*output]);
            let (places, mut watched): (Vec<_>, Vec<_>) = open
                .filter_map(|(output, open)| Some((output, open.as_ref()?.as_fd())))
                .map(|(output, open)| (output, PollFd::from_borrowed_fd(open, PollFlags::IN)))
                .unzip();
            match rustix::event::poll(&mut watched, timeout.as_ref()) {
                Err(rustix::io::Errno::INTR) => {}
                Err(source) => {
                    return Err(Error::Run { source: source.into(), path: self.path.clone() });
                }
                Ok(_) => {
                    let mut ready = [false; 2];
                    for (output, polled) in places.into_iter().zip(watched) {
                        ready[output] = !polled.revents().is_empty();
                    }
                    break ready;
                }
            }
        };
        self.waited += began.elapsed();
        if ready != [false; 2] {
            return Ok(ready);
        }
        if self.waited >= self.allowed {
            return Err(self.stopped_at(format!("{} s of decoding", self.allowed.as_secs_f64())));
        }
        self.end();
        Err(Error::Stalled { stall: self.limits.stall, path: self.path.clone() })
    }

    /// The process has closed its output and has nothing more to do; one that stays is ended.
    fn wait_for_exit(&mut self) -> io::Result<ExitStatus> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            if began.elapsed() > LEAVE {
                self.end();
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn stopped_at(&mut self, limit: String) -> Error {
        self.end();
        Error::LimitReached { limit, path: self.path.clone() }
    }

    /// Ends the process and its group, and takes it off the system's list.
    fn end(&mut self) {
        // A process that has been waited for may have given its number to another.
        if matches!(self.process.try_wait(), Ok(None)) {
            if let Some(pid) = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw) {
                let _ = rustix::process::kill_process_group(pid, Signal::KILL);
            }
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }

    #[cfg(target_os = "linux")]
    fn limit_memory(&self) -> io::Result<()> {
        use rustix::process::{Resource, Rlimit, prlimit};
        let bytes = Some(self.limits.memory_bytes);
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        match prlimit(pid, Resource::As, Rlimit { current: bytes, maximum: bytes }) {
            // It has left already.
            Err(rustix::io::Errno::SRCH) => Ok(()),
            // The limit we live under ourselves is lower still.
            Err(rustix::io::Errno::PERM) => Ok(()),
            other => other.map(|_| ()).map_err(io::Error::from),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn limit_memory(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.end();
    }
}
