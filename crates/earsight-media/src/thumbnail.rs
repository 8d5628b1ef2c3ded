//! One frame of a file as a small JPEG.

use std::path::Path;

use earsight_core::Modality;

use crate::ffmpeg::Run;
use crate::frames::{SCALING, map, seek, video_of};
use crate::{Error, Ffmpeg, Limits, MediaInfo, Result, Window};

/// How far to go back, in seconds, when a moment is after the last frame.
const STEPS_BACK_SECS: [f64; 3] = [0.0, 1.0, 5.0];

/// Quality at which a thumbnail of 160 pixels is 3 to 6 kB and its blocks do not show; 2 is best, 31 is worst.
const JPEG_QUALITY: u8 = 4;

/// The last two bytes of a JPEG.
const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];

impl Ffmpeg {
    /// The frame shown at a moment as JPEG, as a player shows it: rotated upright, square pixels,
    /// aspect kept, the longer side at most `max_side_px`; a smaller frame is not enlarged.
    ///
    /// After the last frame it is one of the last five seconds.
    ///
    /// # Errors
    /// [`Error::NoStream`] when there is no frame (at that moment), [`Error::Window`] for a moment out of range,
    /// [`Error::Undecodable`] and the limits.
    pub fn thumbnail_jpeg(
        &self,
        file: &Path,
        info: &MediaInfo,
        at_secs: f64,
        max_side_px: u32,
        limits: &Limits,
    ) -> Result<Vec<u8>> {
        let at = Window { start_secs: at_secs, len_secs: 1.0 }.checked(file)?;
        let video = video_of(info, file)?;
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
    ) -> Result<Vec<u8>> {
        let fit = format!("min(1,{max_side_px}/max(iw*sar,ih))");
        let after = format!(
            "{} -vf fps=25:start_time=0:round=up,\
             scale=w='max(1,round(iw*sar*{fit}))':h='max(1,round(ih*{fit}))':flags={SCALING},setsar=1 \
             -frames:v 1 -c:v mjpeg -pix_fmt yuvj444p -q:v {JPEG_QUALITY} -f image2pipe pipe:1",
            map(index)
        );
        let before = seek(start_secs);
        let run = Run { verbosity: "error", before: &before, after: &after, made: None };
        let mut output = self.start(file, run, 0.0, limits)?;
        // Compressed, it has fewer bytes than the pixels have, after a header.
        let n_most =
            (max_side_px as usize).saturating_pow(2).saturating_mul(3).saturating_add(4096);
        let mut jpeg = vec![];
        let mut buffer = vec![0; 1 << 16];
        while jpeg.len() <= n_most {
            match output.read_some(&mut buffer)? {
                0 => break,
                n_read => jpeg.extend_from_slice(&buffer[..n_read]),
            }
        }
        let messages = output.finish()?;
        let is_whole = jpeg.len() <= n_most && jpeg.ends_with(&END_OF_IMAGE);
        if is_whole { Ok(jpeg) } else { Err(messages.error_without(Modality::Visual, file)) }
    }
}
