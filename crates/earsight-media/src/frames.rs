//! The frames of a video, one after the other.

use std::path::{Path, PathBuf};

use earsight_core::{Frame, FrameFit, FrameSpec, Modality};

use crate::child::Output;
use crate::ffmpeg::Run;
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, VideoStream, Window};

/// The frames of a file, decoded on demand: one is in memory at a time.
///
/// Dropping it kills ffmpeg. It ends at the first error.
#[derive(Debug)]
pub struct Frames {
    output: Option<Output>,
    /// How to decode once more on its own a video that shares its decoding.
    retry: Option<Retry>,
    spec: FrameSpec,
    n_read: u64,
    /// Number of frames of a window; `None` for the whole file.
    n_wanted: Option<u64>,
    complaint: Option<String>,
}

/// The arguments of [`Ffmpeg::frames`].
#[derive(Debug, Clone)]
struct Retry {
    ffmpeg: Ffmpeg,
    file: PathBuf,
    info: MediaInfo,
    limits: Limits,
}

/// An image this many times as long as wide is cut before it is scaled.
const MAX_ASPECT: f64 = 8.0;

/// Bicubic, its kernel widened when it shrinks; the other flags are about rounding, which costs no time
/// and without which a grey of 121 comes out as 119.
pub(crate) const SCALING: &str = "bicubic+accurate_rnd+full_chroma_int";

/// Bilinear, for frames that are stretched; its kernel is widened as well when it shrinks.
const STRETCHING: &str = "bilinear+accurate_rnd+full_chroma_int";

/// Options of an output of raw frames.
const RAW: &str = "-f rawvideo -pix_fmt rgb24";

impl Ffmpeg {
    /// The frames shown at `start + (k + ½) / frames_per_sec`, k = 0, 1, …: rotated upright,
    /// square pixels, shorter side scaled to `short_side_px` (bicubic, widened when it shrinks, as PIL does), centre cut out;
    /// or stretched, where [`FrameSpec::fit`] says so.
    ///
    /// The first frame is also shown in the time before it; a varying frame rate is resampled by time.
    /// A video shorter than `1 / frames_per_sec` gives one frame, and so does a photograph, whatever the window.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no video stream, [`Error::Window`], and those of opening the file;
    /// errors of decoding come out of the iterator, and only when nothing could be decoded or a limit was reached.
    /// A video that breaks off gives the frames before, and [`Frames::complaint`].
    pub fn frames(
        &self,
        file: &Path,
        info: &MediaInfo,
        spec: FrameSpec,
        window: Option<Window>,
        limits: &Limits,
    ) -> Result<Frames> {
        let window = window.map(|window| window.checked(file)).transpose()?;
        let video = video_of(info, file)?;
        let window = window.filter(|_| !info.is_still());
        let n_wanted = window.map(|window| frames_in(window.len_secs, spec.frames_per_sec));

        let filters = filters(info, video, spec);
        let end = n_wanted.map_or(String::new(), |n_wanted| format!("-frames:v {n_wanted}"));
        let other = keep_time(
            info,
            info.audio.as_ref().map(|audio| audio.index),
            window.map(|window| window.len_secs),
        );
        let after = format!("{} -vf {filters} {end} {RAW} pipe:1 {other}", map(video.index));
        let (before, media_secs) = match window {
            Some(Window { start_secs, len_secs }) => (seek(start_secs), len_secs),
            None => (String::new(), info.duration_secs.unwrap_or(f64::INFINITY)),
        };
        let run = Run { verbosity: "error", before: &before, after: &after, made: None };
        let output = self.start(file, run, media_secs, limits)?;
        Ok(Frames::new(output, spec, n_wanted))
    }

    /// All frames of a video by two specs, decoded once: bit for bit those of two calls of [`Ffmpeg::frames`], for half of the work.
    ///
    /// Read them in turns, a few seconds of each: frames of one wait in memory while the other is read.
    /// Where that is more than 64 MiB, as in a video without change for an hour with an ffmpeg that
    /// writes one output after the other, each is decoded on its own from there on.
    /// A photograph, and a video whose name ffmpeg would take for a pattern, is decoded twice.
    ///
    /// # Errors
    /// Those of [`Ffmpeg::frames`].
    pub fn frames_of_two_specs(
        &self,
        file: &Path,
        info: &MediaInfo,
        specs: [FrameSpec; 2],
        limits: &Limits,
    ) -> Result<[Frames; 2]> {
        let video = video_of(info, file)?;
        let [first, second] = specs.map(|spec| filters(info, video, spec));
        let other = keep_time(info, info.audio.as_ref().map(|audio| audio.index), None);
        // One graph, in which ffmpeg 5 and 6 serve the output that is behind: two graphs would follow one another
        // wherever a frame is shown for long.
        let after = format!(
            "-filter_complex [0:{}]split=2[a][b];[a]{first}[first];[b]{second}[second] \
             -map [first] {RAW} pipe:1 -map [second] {RAW} pipe:0 {other}",
            video.index
        );
        let run = Run { verbosity: "error", before: "", after: &after, made: None };
        let media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        let outputs = match info.is_still() {
            true => None,
            false => self.start_with_two_outputs(file, run, media_secs, limits)?,
        };
        let [a, b] = specs;
        let Some([first, second]) = outputs else {
            let alone = |spec| self.frames(file, info, spec, None, limits);
            return Ok([alone(a)?, alone(b)?]);
        };
        let (file, info) = (file.to_owned(), info.clone());
        let retry = Retry { ffmpeg: self.clone(), file, info, limits: *limits };
        let frames =
            |output, spec| Frames { retry: Some(retry.clone()), ..Frames::new(output, spec, None) };
        Ok([frames(first, a), frames(second, b)])
    }
}

/// The video stream, or an error if there is none.
pub(crate) fn video_of<'a>(info: &'a MediaInfo, file: &Path) -> Result<&'a VideoStream> {
    let none = || Error::NoStream { modality: Modality::Visual, path: file.to_owned() };
    info.video.as_ref().ok_or_else(none)
}

/// Seeks to the last key frame before the moment and decodes from there; frames before the moment get a negative time.
///
/// ffmpeg's own accurate seeking would drop the frame that is shown *at* the moment when the next one comes later.
pub(crate) fn seek(start_secs: f64) -> String {
    match start_secs > 0.0 {
        true => format!("-noaccurate_seek -ss {start_secs:.6}"),
        false => String::new(),
    }
}

/// Selects one stream and nothing else.
pub(crate) fn map(index: usize) -> String {
    format!("-map 0:{index} -sn -dn")
}

/// Containers in which ffmpeg counts time from the first stream *that it reads*.
const STREAMS_SET_TIME: &[&str] = &["mpegts", "mpeg", "ogg", "wtv", "nsv", "rm", "asf", "flv"];

/// A second output that reads the other modality and discards it undecoded, where time would otherwise start
/// with the modality that is decoded, and a late sound would come early.
pub(crate) fn keep_time(info: &MediaInfo, other: Option<usize>, len_secs: Option<f64>) -> String {
    let end = len_secs.map_or(String::new(), |len_secs| format!("-t {len_secs:.6}"));
    match other.filter(|_| STREAMS_SET_TIME.contains(&info.container.as_str())) {
        Some(other) => format!("{} {end} -c copy -f null -", map(other)),
        None => String::new(),
    }
}

/// At least one; less than a millionth of a frame above a whole number is ignored.
fn frames_in(len_secs: f64, frames_per_sec: u32) -> u64 {
    ((len_secs * f64::from(frames_per_sec) - 1e-6).ceil() as u64).max(1)
}

/// Videos shorter than this, or of unknown length, keep their times.
const SHORT_SECS: f64 = 1.0;

/// `fps` with `start_time=0:round=up` shows at each moment the last frame so far; times are moved
/// back by half an interval before, so that a frame is that of the middle of its interval, as in the
/// features that others publish. A video shorter than that would lose its only frame, so short ones keep their times.
/// Scaling uses the displayed aspect `dar`, since ffmpeg rotates the frame before.
fn filters(info: &MediaInfo, video: &VideoStream, spec: FrameSpec) -> String {
    let FrameSpec { frames_per_sec, short_side_px: side, crop_px: crop, fit } = spec;
    let (width, height) = video.displayed_px();
    let is_long = info.duration_secs.is_some_and(|secs| secs >= SHORT_SECS) && !info.is_still();
    let move_back = match is_long {
        true => format!("setpts=PTS-1/({}*TB),", 2 * frames_per_sec),
        false => String::new(),
    };
    let fps = format!("{move_back}fps={frames_per_sec}:start_time=0:round=up");
    if fit == FrameFit::Stretch {
        return format!("{fps},scale={crop}:{crop}:flags={STRETCHING},setsar=1");
    }
    let aspect = f64::from(width.max(height)) / f64::from(width.min(height));
    let cut = match aspect > MAX_ASPECT {
        // Only the middle is used; scaling the whole of 10000×1 would take all memory.
        true => "crop=w='max(1,min(iw,8*ih/sar))':h='max(1,min(ih,8*iw*sar))':exact=1,",
        false => "",
    };
    format!(
        "{fps},{cut}\
         scale=w='if(lt(dar,1),{side},max({side},round({side}*dar)))'\
         :h='if(lt(dar,1),max({side},round({side}/dar)),{side})':flags={SCALING},\
         setsar=1,crop={crop}:{crop}"
    )
}

impl Frames {
    fn new(output: Output, spec: FrameSpec, n_wanted: Option<u64>) -> Self {
        Frames { output: Some(output), retry: None, spec, n_read: 0, n_wanted, complaint: None }
    }

    /// What ffmpeg reported as wrong although it gave frames, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    /// Fills `rgb`; fewer bytes than its length mean the end.
    fn read(&mut self, rgb: &mut [u8]) -> Result<usize> {
        let Some(output) = &mut self.output else { return Ok(0) };
        let n_read = output.read(rgb)?;
        if n_read == rgb.len() || !output.is_cut_short() {
            return Ok(n_read);
        }
        let Some(Retry { ffmpeg, file, info, limits }) = self.retry.take() else { return Ok(0) };
        let mut alone = ffmpeg.frames(&file, &info, self.spec, None, &limits)?;
        for _ in 0..self.n_read {
            alone.read(rgb)?;
        }
        self.output = alone.output.take();
        self.read(rgb)
    }

    fn read_one(&mut self) -> Result<Option<Frame>> {
        if self.output.is_none() || self.n_wanted.is_some_and(|n_wanted| self.n_read >= n_wanted) {
            return Ok(None);
        }
        let side = self.spec.crop_px;
        let mut rgb = vec![0; side as usize * side as usize * 3];
        if self.read(&mut rgb)? == rgb.len() {
            self.n_read += 1;
            return Ok(Frame::new(side, side, rgb));
        }
        // A part of a frame is dropped.
        let Some(output) = &mut self.output else { return Ok(None) };
        let messages = output.finish()?;
        self.complaint = messages.complaint();
        match self.n_read {
            0 => Err(messages.error_without(Modality::Visual, &output.path())),
            _ => Ok(None),
        }
    }
}

impl Iterator for Frames {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Result<Frame>> {
        let frame = self.read_one().transpose();
        if !matches!(frame, Some(Ok(_))) {
            self.output = None;
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_frames() {
        for (len_secs, n) in [(1.0, 3), (0.1, 1), (2.0 / 3.0, 2), (1.4, 5), (36_000.0, 108_000)] {
            assert_eq!(frames_in(len_secs, 3), n, "{len_secs}");
        }
    }
}
