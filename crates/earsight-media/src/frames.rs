//! Pictures, one after the other.

mod source;

use std::path::{Path, PathBuf};

use earsight_core::{Frame, FrameFit, FrameSpec, Modality};

use crate::ffmpeg::{Run, undecodable};
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, VideoStream, Window};
use source::Source;

/// The pictures of a file, read from ffmpeg as they are asked for: one is in memory at a time.
///
/// Dropping it ends ffmpeg. After an error it is at its end.
#[derive(Debug)]
pub struct Frames {
    source: Option<Source>,
    /// How to decode alone what was decoded together.
    alone: Option<Alone>,
    spec: FrameSpec,
    n_read: u64,
    /// Pictures that were asked for; none for all.
    n_wanted: Option<u64>,
    complaint: Option<String>,
}

/// What it takes to begin once more.
#[derive(Debug, Clone)]
struct Alone {
    ffmpeg: Ffmpeg,
    file: PathBuf,
    info: MediaInfo,
    limits: Limits,
}

/// A picture this many times as long as wide is cut before it is scaled.
const MAX_ASPECT: f64 = 8.0;

/// Bicubic, its kernel widened when it shrinks; the rest is rounding, which costs no time
/// and without which a grey of 121 comes out as 119.
pub(crate) const SCALING: &str = "bicubic+accurate_rnd+full_chroma_int";

/// Bilinear, for pictures that are stretched; its kernel is widened as well when it shrinks.
const STRETCHING: &str = "bilinear+accurate_rnd+full_chroma_int";

impl Ffmpeg {
    /// The pictures shown at `start + (k + ½) / frames_per_sec`, k = 0, 1, …: turned upright,
    /// square pixels, shorter side scaled to `short_side_px` (bicubic, widened when it shrinks, as PIL does), centre cut out;
    /// or stretched, where [`FrameSpec::fit`] says so.
    ///
    /// A picture that comes late stands from the beginning; a varying frame rate is held or thinned.
    /// A video shorter than `1 / frames_per_sec` gives one picture, and so does a photograph, whatever the window.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no picture, [`Error::Window`], and those of opening the file;
    /// errors of decoding come out of the iterator, and there only when nothing could be decoded or a limit was met.
    /// A video that breaks off gives what there is, and [`Frames::complaint`].
    pub fn frames(
        &self,
        file: &Path,
        info: &MediaInfo,
        spec: FrameSpec,
        window: Option<Window>,
        limits: &Limits,
    ) -> Result<Frames> {
        let window = window.map(|window| window.checked(file)).transpose()?;
        let video = picture_of(info, file)?;
        let window = window.filter(|_| !info.is_still());
        let n_wanted = window.map(|window| pictures_in(window.len_secs, spec.frames_per_sec));

        let before = window.map_or(vec![], |window| seek(window.start_secs));
        let mut after = map(video.index);
        after.extend(["-vf".into(), filters(info, video, spec)]);
        if let Some(n_wanted) = n_wanted {
            after.extend(["-frames:v".into(), n_wanted.to_string()]);
        }
        after.extend(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"].map(String::from));
        after.extend(keep_time(info, info.audio.as_ref().map(|audio| audio.index), window));
        let media_secs = match window {
            Some(window) => window.len_secs,
            None => info.duration_secs.unwrap_or(f64::INFINITY),
        };
        let run = Run { verbosity: "error", before: &before, after: &after, made: None };
        let child = self.start(file, run, media_secs, limits)?;
        Ok(Frames::new(Source::Alone(child), spec, n_wanted))
    }

    /// All pictures of a video in two ways, decoded once: as [`Ffmpeg::frames`] twice, bit for bit, for half of the work.
    ///
    /// Read both by turns, a few seconds of each: what comes of one while the other is read waits in memory.
    /// Where that is more than 64 MiB, as in a video that stands still for an hour in the hands of an ffmpeg that
    /// serves one output after the other, each is decoded alone from there on.
    /// A photograph, and a video whose name ffmpeg would take for a pattern, is decoded twice.
    ///
    /// # Errors
    /// Those of [`Ffmpeg::frames`].
    pub fn frames_in_two_ways(
        &self,
        file: &Path,
        info: &MediaInfo,
        specs: [FrameSpec; 2],
        limits: &Limits,
    ) -> Result<[Frames; 2]> {
        let video = picture_of(info, file)?;
        let [first, second] = specs.map(|spec| filters(info, video, spec));
        // One graph, in which ffmpeg 5 and 6 serve the output that is behind: two graphs would follow one another
        // wherever a video stands still for long.
        let graph =
            format!("[0:{}]split=2[a][b];[a]{first}[first];[b]{second}[second]", video.index);
        let mut after = vec!["-filter_complex".into(), graph];
        for (name, pipe) in [("[first]", "pipe:1"), ("[second]", "pipe:0")] {
            let output = ["-map", name, "-f", "rawvideo", "-pix_fmt", "rgb24", pipe];
            after.extend(output.map(String::from));
        }
        after.extend(keep_time(info, info.audio.as_ref().map(|audio| audio.index), None));
        let run = Run { verbosity: "error", before: &[], after: &after, made: None };
        let media_secs = info.duration_secs.unwrap_or(f64::INFINITY);
        let both = match info.is_still() {
            true => None,
            false => self.start_with_two_outputs(file, run, media_secs, limits)?,
        };
        let [a, b] = specs;
        let Some(both) = both else {
            let alone = |spec| self.frames(file, info, spec, None, limits);
            return Ok([alone(a)?, alone(b)?]);
        };
        let (file, info) = (file.to_owned(), info.clone());
        let again = Alone { ffmpeg: self.clone(), file, info, limits: *limits };
        let [first, second] = Source::both(both);
        let frames =
            |source, spec| Frames { alone: Some(again.clone()), ..Frames::new(source, spec, None) };
        Ok([frames(first, a), frames(second, b)])
    }
}

/// The picture, or an error that says that there is none.
pub(crate) fn picture_of<'a>(info: &'a MediaInfo, file: &Path) -> Result<&'a VideoStream> {
    let none = || Error::NoStream { modality: Modality::Visual, path: file.to_owned() };
    info.video.as_ref().ok_or_else(none)
}

/// Seeks to the last key picture before the moment and decodes from there; what comes before the moment gets a negative time.
///
/// ffmpeg's own accurate seeking would throw away the picture that stands *at* the moment when the next one comes later.
pub(crate) fn seek(start_secs: f64) -> Vec<String> {
    match start_secs > 0.0 {
        true => vec!["-noaccurate_seek".into(), "-ss".into(), format!("{start_secs:.6}")],
        false => vec![],
    }
}

/// Takes one stream and nothing else.
pub(crate) fn map(index: usize) -> Vec<String> {
    vec!["-map".into(), format!("0:{index}"), "-sn".into(), "-dn".into()]
}

/// Containers in which ffmpeg counts time from the first stream *that it reads*.
const STREAMS_SET_TIME: &[&str] = &["mpegts", "mpeg", "ogg", "wtv", "nsv", "rm", "asf", "flv"];

/// A second output that takes the other modality and throws it away undecoded, where time would otherwise start
/// with the modality that is decoded, and a late sound would come early.
pub(crate) fn keep_time(
    info: &MediaInfo,
    other: Option<usize>,
    window: Option<Window>,
) -> Vec<String> {
    let Some(other) = other.filter(|_| STREAMS_SET_TIME.contains(&info.container.as_str())) else {
        return vec![];
    };
    let mut output = map(other);
    if let Some(window) = window {
        output.extend(["-t".into(), format!("{:.6}", window.len_secs)]);
    }
    output.extend(["-c", "copy", "-f", "null", "-"].map(String::from));
    output
}

/// One at least; a grain of dust above a whole number of pictures is none.
fn pictures_in(len_secs: f64, frames_per_sec: u32) -> u64 {
    ((len_secs * f64::from(frames_per_sec) - 1e-6).ceil() as u64).max(1)
}

/// Videos shorter than this, or of unknown length, keep their times.
const SHORT_SECS: f64 = 1.0;

/// `fps` with `start_time=0:round=up` shows at each moment the last picture that has come; times are put
/// back by half an interval before, so that a picture stands for the middle of its interval, as in the
/// features that others publish. A video shorter than that would lose its only picture, so short ones stay.
/// Scaling is written against the displayed aspect `dar`, since ffmpeg turns the picture before.
fn filters(info: &MediaInfo, video: &VideoStream, spec: FrameSpec) -> String {
    let FrameSpec { frames_per_sec, short_side_px: side, crop_px: crop, fit } = spec;
    let (width, height) = video.displayed_px();
    let is_long = info.duration_secs.is_some_and(|secs| secs >= SHORT_SECS) && !info.is_still();
    let put_back = match is_long {
        true => format!("setpts=PTS-1/({}*TB),", 2 * frames_per_sec),
        false => String::new(),
    };
    let fps = format!("{put_back}fps={frames_per_sec}:start_time=0:round=up");
    if fit == FrameFit::Stretch {
        return format!("{fps},scale={crop}:{crop}:flags={STRETCHING},setsar=1");
    }
    let aspect = f64::from(width.max(height)) / f64::from(width.min(height));
    let cut = match aspect > MAX_ASPECT {
        // Only the middle is looked at; scaling the whole of 10000×1 would take all memory.
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
    fn new(source: Source, spec: FrameSpec, n_wanted: Option<u64>) -> Self {
        let source = Some(source);
        Frames { source, alone: None, spec, n_read: 0, n_wanted, complaint: None }
    }

    /// Pictures of each second.
    pub fn frames_per_sec(&self) -> u32 {
        self.spec.frames_per_sec
    }

    /// How long the picture was, as far as it was read: pictures over pictures per second.
    ///
    /// A picture that stands for a moment counts whole, so the last second may be a beginning only:
    /// and where the rate varies ffmpeg may hold the last picture for as long as the one before it:
    /// whole seconds are the floor of this, and a sound is cut to them by [`Window::first`].
    pub fn picture_secs(&self) -> f64 {
        self.n_read as f64 / f64::from(self.spec.frames_per_sec)
    }

    /// What ffmpeg complained about although it gave pictures, once the iterator has ended.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    /// Fills `rgb`; less than its length means the end.
    fn read(&mut self, rgb: &mut [u8]) -> Result<usize> {
        let Some(source) = &mut self.source else { return Ok(0) };
        if let Some(n_read) = source.read(rgb)? {
            return Ok(n_read);
        }
        let Some(Alone { ffmpeg, file, info, limits }) = self.alone.take() else { return Ok(0) };
        let mut alone = ffmpeg.frames(&file, &info, self.spec, None, &limits)?;
        for _ in 0..self.n_read {
            alone.read(rgb)?;
        }
        self.source = alone.source.take();
        self.read(rgb)
    }

    fn read_one(&mut self) -> Result<Option<Frame>> {
        if self.source.is_none() {
            return Ok(None);
        }
        let side = self.spec.crop_px;
        let mut rgb = vec![0; side as usize * side as usize * 3];
        if self.n_wanted.is_some_and(|n_wanted| self.n_read >= n_wanted) {
            return Ok(None);
        }
        let n_bytes = self.read(&mut rgb)?;
        if n_bytes == rgb.len() {
            self.n_read += 1;
            return Ok(Frame::new(side, side, rgb));
        }
        // Half a picture is none: the end.
        let Some(source) = &mut self.source else { return Ok(None) };
        let heard = source.leave()?;
        self.complaint = heard.complaint();
        if self.n_read > 0 {
            return Ok(None);
        }
        let path = source.path();
        Err(undecodable(&heard, &path)
            .unwrap_or(Error::NoStream { modality: Modality::Visual, path }))
    }
}

impl Iterator for Frames {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Result<Frame>> {
        let frame = self.read_one().transpose();
        if !matches!(frame, Some(Ok(_))) {
            self.source = None;
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_pictures() {
        for (len_secs, n) in [(1.0, 3), (0.1, 1), (2.0 / 3.0, 2), (1.4, 5), (36_000.0, 108_000)] {
            assert_eq!(pictures_in(len_secs, 3), n, "{len_secs}");
        }
    }
}
