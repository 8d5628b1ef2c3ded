//! Sound, second by second.

use std::fmt;
use std::path::Path;

use earsight_core::Modality;

use crate::au::Au;
use crate::child::Child;
use crate::ffmpeg::{Run, undecodable};
use crate::frames::{keep_time, map};
use crate::resampling::Resampling;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// The sound of a file as mono chunks of one second (the last is shorter), read from ffmpeg as they are asked for.
///
/// Samples are in −1..=1 for full scale; what is not a number is silence.
/// Dropping it ends ffmpeg. After an error it is at its end.
pub struct Samples {
    child: Option<Child>,
    decoded: Option<Decoded>,
    sample_rate_hz: u32,
    /// Samples that wait to be handed out.
    ready: Vec<f32>,
    /// Samples before the window that are still to be thrown away.
    n_before: u64,
    /// Samples of the window that are still to come; none for all.
    n_left: Option<u64>,
    n_given: u64,
    complaint: Option<String>,
}

/// The stream after its header.
struct Decoded {
    au: Au,
    resampling: Resampling,
}

/// Decoding starts this much before a window, so that overlapping blocks and the resampler have run in …
const RUN_IN_SECS: f64 = 1.0;
/// … and ends this much after it.
const RUN_OUT_SECS: f64 = 0.5;

impl Ffmpeg {
    /// The sound at `sample_rate_hz`: the mean of its channels, resampled without loss up to Nyquist.
    ///
    /// Sample n stands at n / rate seconds after the container's start (or the window's):
    /// a sound that starts late has silence before it, and gaps are filled with silence.
    /// It is *not* cut to the picture, whose length the file does not tell:
    /// give [`Window::first`] of the whole seconds of [`crate::Frames::picture_secs`] for that.
    /// A window is cut to the sample where the container's timestamps allow it, to a millisecond in Matroska.
    /// A window that reaches over the end gives what there is; it is not filled up.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no sound, [`Error::Window`], and those of opening the file;
    /// errors of decoding come out of the iterator, and there only when nothing could be decoded or a limit was met.
    /// A sound that breaks off gives what there is, and [`Samples::complaint`].
    pub fn samples(
        &self,
        file: &Path,
        info: &MediaInfo,
        sample_rate_hz: u32,
        window: Option<Window>,
        limits: &Limits,
    ) -> Result<Samples> {
        let window = window.map(|window| window.checked(file)).transpose()?;
        let none = || Error::NoStream { modality: Modality::Audio, path: file.to_owned() };
        let audio = info.audio.as_ref().ok_or_else(none)?;

        let (mut before, mut after) = (vec![], map(audio.index));
        let (mut n_before, mut n_left) = (0, None);
        let mut media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        if let Some(Window { start_secs, len_secs }) = window {
            // A whole second, which is a whole number of samples at any rate.
            let seek_secs = (start_secs - RUN_IN_SECS).floor().max(0.0);
            let run_in_secs = start_secs - seek_secs;
            media_secs = run_in_secs + len_secs + RUN_OUT_SECS;
            if seek_secs > 0.0 {
                before = vec!["-ss".into(), format!("{seek_secs}")];
            }
            after.extend(["-t".into(), format!("{media_secs:.6}")]);
            n_before = (run_in_secs * f64::from(sample_rate_hz)).round() as u64;
            n_left = Some((len_secs * f64::from(sample_rate_hz)).round() as u64);
        }
        after.extend(["-af", "aresample=async=1:first_pts=0"].map(String::from));
        after.extend(["-c:a", "pcm_f32be", "-f", "au", "pipe:1"].map(String::from));
        let moving = info.video.as_ref().map(|video| video.index);
        let read = window.map(|_| Window::first(media_secs));
        after.extend(keep_time(info, moving, read));
        let run = Run { verbosity: "error", before: &before, after: &after, made: None };
        let child = self.start(file, run, media_secs, limits)?;
        Ok(Samples {
            child: Some(child),
            decoded: None,
            sample_rate_hz,
            ready: vec![],
            n_before,
            n_left,
            n_given: 0,
            complaint: None,
        })
    }
}

impl Samples {
    /// What ffmpeg complained about although it gave sound, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    fn read_one(&mut self) -> Result<Option<Vec<f32>>> {
        let n_chunk = self.sample_rate_hz as usize;
        while self.child.is_some() && self.ready.len() < n_chunk {
            self.decode_some()?;
        }
        let rest = self.ready.split_off(n_chunk.min(self.ready.len()));
        let chunk = std::mem::replace(&mut self.ready, rest);
        self.n_given += chunk.len() as u64;
        Ok((!chunk.is_empty()).then_some(chunk))
    }

    /// Reads what is there, resamples it, and at the end takes leave of ffmpeg.
    fn decode_some(&mut self) -> Result<()> {
        let Some(child) = &mut self.child else { return Ok(()) };
        if self.decoded.is_none() {
            self.decoded = match Au::begin(child)? {
                Some(au) => {
                    let resampling = Resampling::new(au.sample_rate_hz(), self.sample_rate_hz);
                    let resampling = resampling.map_err(|reason| Error::Undecodable {
                        reason,
                        path: child.path().to_owned(),
                    })?;
                    Some(Decoded { au, resampling })
                }
                None => None,
            };
        }
        let n_old = self.ready.len();
        let mut at_end = true;
        if let Some(Decoded { au, resampling }) = &mut self.decoded {
            let samples = au.read_mono(child)?;
            at_end = samples.is_empty();
            match at_end {
                true => resampling.finish(&mut self.ready),
                false => resampling.push(&samples, &mut self.ready),
            }
        }
        self.cut_to_window(n_old);
        if self.n_left == Some(0) {
            self.child = None;
        } else if at_end {
            self.take_leave()?;
        }
        Ok(())
    }

    /// Of what was added behind `n_old`, keeps what is in the window.
    fn cut_to_window(&mut self, n_old: usize) {
        let n_early = self.n_before.min((self.ready.len() - n_old) as u64);
        self.n_before -= n_early;
        self.ready.drain(n_old..n_old + n_early as usize);
        if let Some(n_left) = &mut self.n_left {
            let n_new = (*n_left).min((self.ready.len() - n_old) as u64);
            self.ready.truncate(n_old + n_new as usize);
            *n_left -= n_new;
        }
    }

    fn take_leave(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let heard = child.leave()?;
        self.complaint = heard.complaint();
        if self.n_given > 0 || !self.ready.is_empty() {
            return Ok(());
        }
        match undecodable(&heard, child.path()) {
            Some(error) => Err(error),
            // A window beyond the last sound is silent; a whole file without a sample has no sound.
            None if self.n_left.is_some() => Ok(()),
            None => {
                Err(Error::NoStream { modality: Modality::Audio, path: child.path().to_owned() })
            }
        }
    }
}

impl Iterator for Samples {
    type Item = Result<Vec<f32>>;

    fn next(&mut self) -> Option<Result<Vec<f32>>> {
        let chunk = self.read_one().transpose();
        if let Some(Err(_)) = chunk {
            self.child = None;
            self.ready.clear();
        }
        chunk
    }
}

impl fmt::Debug for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples")
            .field("child", &self.child)
            .field("sample_rate_hz", &self.sample_rate_hz)
            .field("n_given", &self.n_given)
            .finish_non_exhaustive()
    }
}
