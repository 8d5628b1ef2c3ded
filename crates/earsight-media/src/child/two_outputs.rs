//! One ffmpeg that writes two streams, which are read as each of them is asked for.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;

use super::{Child, Heard};
use crate::{Error, Limits, Result};

/// What may wait of one stream while the other one is read.
const MOST_AHEAD_BYTES: usize = 64 << 20;

/// A running ffmpeg with two outputs: `pipe:1`, and `pipe:0`, which is its standard input turned round.
///
/// No other descriptor would do: it would have to be open to all processes that are started at that moment.
#[derive(Debug)]
pub(crate) struct TwoOutputs {
    child: Child,
    streams: [Stream; 2],
    /// What was said, once it has left.
    heard: Option<Heard>,
    /// Too much of one stream came while the other was asked for: the run was ended.
    is_apart: bool,
}

#[derive(Debug)]
struct Stream {
    /// Bytes that were read and not yet asked for.
    ahead: VecDeque<u8>,
    is_at_end: bool,
    /// Nobody reads it any more: what comes is thrown away.
    is_dropped: bool,
}

impl TwoOutputs {
    /// As [`Child::start`], without a standard input.
    pub fn start(
        program: &Path,
        arguments: impl IntoIterator<Item = OsString>,
        path: &Path,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<TwoOutputs> {
        let run = |source| Error::Run { source, path: path.to_owned() };
        let (second, write) = io::pipe().map_err(run)?;
        let stdin = Stdio::from(OwnedFd::from(write));
        let mut child = Child::start(program, arguments, stdin, path, media_secs, limits)?;
        child.outputs[1] = Some(File::from(OwnedFd::from(second)));
        let stream = || Stream { ahead: VecDeque::new(), is_at_end: false, is_dropped: false };
        Ok(TwoOutputs { child, streams: [stream(), stream()], heard: None, is_apart: false })
    }

    /// Fills `buffer` from one of the outputs as far as it goes; less than its length means the end.
    ///
    /// Nothing when the streams went so far apart that both cannot be had from one run.
    ///
    /// # Errors
    /// As [`Child::read`].
    pub fn read(&mut self, output: usize, buffer: &mut [u8]) -> Result<Option<usize>> {
        while self.streams[output].ahead.len() < buffer.len() && !self.streams[output].is_at_end {
            if self.is_apart {
                return Ok(None);
            }
            self.take_some()?;
        }
        let ahead = &mut self.streams[output].ahead;
        let n_read = buffer.len().min(ahead.len());
        let taken = ahead.drain(..n_read);
        buffer.iter_mut().zip(taken).for_each(|(to, byte)| *to = byte);
        Ok(Some(n_read))
    }

    /// After the end of one of the outputs: what was said, and how the process left.
    ///
    /// # Errors
    /// As [`Child::leave`], for the first who asks.
    pub fn leave(&mut self) -> Result<Heard> {
        // It does not leave before both outputs are read.
        while !self.is_apart && self.streams.iter().any(|stream| !stream.is_at_end) {
            self.take_some()?;
        }
        match &self.heard {
            Some(heard) => return Ok(heard.clone()),
            None => self.heard = Some(Heard::default()),
        }
        if self.is_apart {
            return Ok(Heard::default());
        }
        let heard = self.child.leave()?;
        self.heard = Some(heard.clone());
        Ok(heard)
    }

    /// The file that is decoded.
    pub fn path(&self) -> &Path {
        self.child.path()
    }

    /// Nobody will ask for this output again.
    pub fn drop_output(&mut self, output: usize) {
        self.streams[output].is_dropped = true;
        self.streams[output].ahead = VecDeque::new();
    }

    /// Waits until there is something on either output, and takes it.
    fn take_some(&mut self) -> Result<()> {
        let ready = self.child.wait_for([0, 1].map(|output| !self.streams[output].is_at_end))?;
        let mut buffer = [0; 1 << 16];
        for output in [0, 1].into_iter().filter(|&output| ready[output]) {
            let n_read = self.child.read_from(output, &mut buffer)?;
            let stream = &mut self.streams[output];
            stream.is_at_end = n_read == 0;
            if !stream.is_dropped {
                stream.ahead.extend(&buffer[..n_read]);
            }
            self.is_apart |= stream.ahead.len() > MOST_AHEAD_BYTES;
        }
        if self.is_apart {
            self.child.end();
        }
        Ok(())
    }
}
