//! ffmpeg as a child process: started with limits, read with a timeout, killed when it is dropped.

mod messages;
mod output;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, Signal};

use crate::{Error, Limits, Result};
pub(crate) use messages::Messages;
pub(crate) use output::Output;

/// How long a process may take to exit after it has closed its outputs.
const EXIT: Duration = Duration::from_secs(5);

/// Bytes of one output that may wait in memory while another one is read.
const MAX_AHEAD_BYTES: usize = 64 << 20;

/// A running ffmpeg; dropping it kills it and everything that it started.
#[derive(Debug)]
struct Child {
    process: std::process::Child,
    pipes: Vec<Pipe>,
    /// Sends its messages once, when it has closed its standard error.
    stderr: Receiver<Messages>,
    messages: Option<Messages>,
    path: PathBuf,
    limits: Limits,
    allowed: Duration,
    waited: Duration,
    n_bytes: u64,
    /// One output came so far ahead of another that the process was killed.
    is_given_up: bool,
}

/// Our end of one of its outputs.
#[derive(Debug)]
struct Pipe {
    file: File,
    /// Bytes that were read from the pipe and not yet from here.
    ahead: VecDeque<u8>,
    is_at_end: bool,
    /// What still comes is thrown away.
    is_discarded: bool,
}

impl Pipe {
    fn new(fd: OwnedFd) -> Self {
        let ahead = VecDeque::new();
        Pipe { file: File::from(fd), ahead, is_at_end: false, is_discarded: false }
    }

    fn discard(&mut self) {
        self.is_discarded = true;
        self.ahead = VecDeque::new();
    }
}

impl Child {
    /// Starts a command whose arguments and standard input are set; `second` is another output that it writes.
    ///
    /// `path` is the file that errors name; the time allowed grows with `media_secs`.
    fn start(
        mut command: Command,
        second: Option<OwnedFd>,
        path: &Path,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Child> {
        let run = |source| Error::Run { source, path: path.to_owned() };
        let mut process = command
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
        let (sender, receiver) = mpsc::channel();
        let drain = thread::Builder::new().name("ffmpeg-stderr".into()).spawn(move || {
            // Fails when the child was dropped, which is no error.
            let _ = sender.send(Messages::read(stderr));
        });
        let child = Child {
            process,
            pipes: [OwnedFd::from(stdout)].into_iter().chain(second).map(Pipe::new).collect(),
            stderr: receiver,
            messages: None,
            path: path.to_owned(),
            limits: *limits,
            allowed: limits.wall_clock_for(media_secs),
            waited: Duration::ZERO,
            n_bytes: 0,
            is_given_up: false,
        };
        drain.map_err(run)?;
        child.limit_memory().map_err(run)?;
        Ok(child)
    }

    /// Waits until an output has at least `n_least` bytes or has ended, and takes what fits into `buffer`.
    fn read(&mut self, output: usize, n_least: usize, buffer: &mut [u8]) -> Result<usize> {
        while self.pipes[output].ahead.len() < n_least
            && !self.pipes[output].is_at_end
            && !self.is_given_up
        {
            self.take_some()?;
        }
        let ahead = &mut self.pipes[output].ahead;
        let n_read = buffer.len().min(ahead.len());
        let copied = ahead.read_exact(&mut buffer[..n_read]);
        copied.map_err(|source| self.broken(source))?;
        Ok(n_read)
    }

    /// Waits for its exit after all outputs have ended; the rest of `output` is thrown away.
    ///
    /// # Errors
    /// [`Error::Crashed`], [`Error::LimitReached`] also when it ran out of memory.
    fn finish(&mut self, output: usize) -> Result<Messages> {
        self.pipes[output].discard();
        while !self.is_given_up && self.pipes.iter().any(|pipe| !pipe.is_at_end) {
            self.take_some()?;
        }
        if self.is_given_up {
            return Ok(Messages::default());
        }
        let exit = self.wait_for_exit();
        let received = || self.stderr.recv_timeout(EXIT).unwrap_or_default();
        let messages = self.messages.get_or_insert_with(received).clone();
        if messages.ran_out_of_memory() {
            return Err(self.stop_at(format!("{} MiB of memory", self.limits.memory_bytes >> 20)));
        }
        match exit.map_err(|source| self.broken(source))?.signal() {
            Some(signal) => Err(Error::Crashed { signal, path: self.path.clone() }),
            None => Ok(messages),
        }
    }

    /// Waits until there is something on any output, and takes it.
    fn take_some(&mut self) -> Result<()> {
        let mut buffer = [0; 1 << 16];
        for output in self.wait_for_output()? {
            let n_read = match self.pipes[output].file.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read.map_err(|source| self.broken(source))?,
            };
            self.n_bytes += n_read as u64;
            if self.n_bytes > self.limits.output_bytes {
                return Err(self.stop_at(format!("{} bytes of output", self.limits.output_bytes)));
            }
            let n_pipes = self.pipes.len();
            let pipe = &mut self.pipes[output];
            pipe.is_at_end = n_read == 0;
            if !pipe.is_discarded {
                pipe.ahead.extend(&buffer[..n_read]);
            }
            if n_pipes > 1 && pipe.ahead.len() > MAX_AHEAD_BYTES {
                self.is_given_up = true;
                self.kill();
                break;
            }
        }
        Ok(())
    }

    /// Waits until one of the outputs that have not ended has bytes or ends; returns which.
    fn wait_for_output(&mut self) -> Result<Vec<usize>> {
        let patience = self.limits.stall.min(self.allowed.saturating_sub(self.waited));
        let began = Instant::now();
        let is_open = |output: &usize| !self.pipes[*output].is_at_end;
        let open: Vec<usize> = (0..self.pipes.len()).filter(is_open).collect();
        let ready: Vec<usize> = loop {
            let left = patience.saturating_sub(began.elapsed());
            // A time beyond what the kernel can count is no limit.
            let timeout = Timespec::try_from(left).ok();
            let watch = |output: &usize| PollFd::new(&self.pipes[*output].file, PollFlags::IN);
            let mut watched: Vec<_> = open.iter().map(watch).collect();
            match rustix::event::poll(&mut watched, timeout.as_ref()) {
                Err(rustix::io::Errno::INTR) => {}
                Err(source) => return Err(self.broken(source.into())),
                Ok(_) => {
                    let polled = open.iter().zip(watched);
                    let ready = polled.filter(|(_, polled)| !polled.revents().is_empty());
                    break ready.map(|(output, _)| *output).collect();
                }
            }
        };
        self.waited += began.elapsed();
        if !ready.is_empty() {
            return Ok(ready);
        }
        if self.waited >= self.allowed {
            return Err(self.stop_at(format!("{} s of decoding", self.allowed.as_secs_f64())));
        }
        self.kill();
        Err(Error::Stalled { stall: self.limits.stall, path: self.path.clone() })
    }

    /// Waits for the exit of a process that has closed its outputs, and kills one that does not exit.
    fn wait_for_exit(&mut self) -> io::Result<ExitStatus> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            if began.elapsed() > EXIT {
                self.kill();
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn broken(&self, source: io::Error) -> Error {
        Error::Run { source, path: self.path.clone() }
    }

    fn stop_at(&mut self, limit: String) -> Error {
        self.kill();
        Error::LimitReached { limit, path: self.path.clone() }
    }

    /// Kills the process and its group, and reaps it.
    fn kill(&mut self) {
        // The number of a process that has been reaped may belong to another by now.
        if matches!(self.process.try_wait(), Ok(None)) {
            if let Some(pid) = self.pid() {
                let _ = rustix::process::kill_process_group(pid, Signal::KILL);
            }
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }

    fn pid(&self) -> Option<Pid> {
        i32::try_from(self.process.id()).ok().and_then(Pid::from_raw)
    }

    #[cfg(target_os = "linux")]
    fn limit_memory(&self) -> io::Result<()> {
        use rustix::io::Errno;
        use rustix::process::{Resource, Rlimit, prlimit};
        let bytes = Some(self.limits.memory_bytes);
        match prlimit(self.pid(), Resource::As, Rlimit { current: bytes, maximum: bytes }) {
            // It has exited already, or our own limit is lower still.
            Err(Errno::SRCH | Errno::PERM) => Ok(()),
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
        self.kill();
    }
}
