//! One picture for a person to look at.

use std::path::Path;

use earsight_core::{Frame, Modality};

use crate::ffmpeg::{Run, undecodable};
use crate::frames::{SCALING, map, picture_of, seek};
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// How far to go back, in seconds, when a moment lies behind the last picture.
const STEPS_BACK_SECS: [f64; 3] = [0.0, 1.0, 5.0];

impl Ffmpeg {
    /// The picture that stands at a moment, as a person sees it: turned upright, square pixels,
    /// aspect kept, the longer side at most `max_side_px`; a small picture stays small.
    ///
    /// Behind the last picture it is a picture from the last seconds before.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no picture (at that moment), [`Error::Window`] for a moment that cannot be,
    /// [`Error::Undecodable`] and the limits.
    pub fn picture_at(
        &self,
        file: &Path,
        info: &MediaInfo,
        at_secs: f64,
        max_side_px: u32,
        limits: &Limits,
    ) -> Result<Frame> {
        let at = Window { start_secs: at_secs, len_secs: 1.0 }.checked(file)?;
        let video = picture_of(info, file)?;
        let mut trouble = Error::NoStream { modality: Modality::Visual, path: file.to_owned() };
        let last = if info.is_still() { 1 } else { STEPS_BACK_SECS.len() };
        for step in &STEPS_BACK_SECS[..last] {
            let start_secs = if info.is_still() { 0.0 } else { (at.start_secs - step).max(0.0) };
            match self.thumbnail(file, video.index, start_secs, max_side_px.max(1), limits) {
                Err(error @ (Error::NoStream { .. } | Error::Undecodable { .. })) => {
                    trouble = error;
                }
                other => return other,
            }
        }
        Err(trouble)
    }

    fn thumbnail(
        &self,
        file: &Path,
        index: usize,
        start_secs: f64,
        max_side_px: u32,
        limits: &Limits,
    ) -> Result<Frame> {
        let fit = format!("min(1,{max_side_px}/max(iw*sar,ih))");
        let filters = format!(
            "fps=25:start_time=0:round=up,\
             scale=w='max(1,round(iw*sar*{fit}))':h='max(1,round(ih*{fit}))':flags={SCALING},setsar=1"
        );
        let mut after = map(index);
        after.extend(["-vf", &filters, "-frames:v", "1", "-c:v", "ppm"].map(String::from));
        after.extend(["-pix_fmt", "rgb24", "-f", "image2pipe", "pipe:1"].map(String::from));
        let run = Run { verbosity: "error", before: &seek(start_secs), after: &after, made: None };
        let mut child = self.start(file, run, 0.0, limits)?;
        // A header of at most some tens of bytes stands before the pixels.
        let n_most = (max_side_px as usize).saturating_pow(2).saturating_mul(3).saturating_add(64);
        let mut ppm = vec![];
        let mut buffer = vec![0; 1 << 16];
        while ppm.len() <= n_most {
            match child.read_some(&mut buffer)? {
                0 => break,
                n_read => ppm.extend_from_slice(&buffer[..n_read]),
            }
        }
        let heard = child.leave()?;
        frame_of_ppm(&ppm).ok_or_else(|| {
            undecodable(&heard, file).unwrap_or_else(|| Error::NoStream {
                modality: Modality::Visual,
                path: file.to_owned(),
            })
        })
    }
}

/// `P6\n320 240\n255\n` and the pixels, as ffmpeg writes it.
fn frame_of_ppm(ppm: &[u8]) -> Option<Frame> {
    let mut parts = ppm.splitn(4, |byte| *byte == b'\n');
    let (magic, size, depth, rgb) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if magic != b"P6" || depth != b"255" {
        return None;
    }
    let (width, height) = std::str::from_utf8(size).ok()?.split_once(' ')?;
    Frame::new(width.parse().ok()?, height.parse().ok()?, rgb.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ppm_is_read_and_half_of_one_is_not() {
        let ppm = b"P6\n2 1\n255\n\x01\n\x03\x04\x05\x06";
        let frame = frame_of_ppm(ppm).unwrap();
        assert_eq!((frame.width(), frame.height(), frame.rgb()), (2, 1, &ppm[11..]));
        for n in 0..ppm.len() {
            assert_eq!(frame_of_ppm(&ppm[..n]), None);
        }
        assert_eq!(frame_of_ppm(b"P6\n4294967295 4294967295\n255\nx"), None);
    }
}
