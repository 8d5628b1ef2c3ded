//! Recordings and photographs from folders with a list of their files.

use std::path::Path;

use image::RgbImage;

use super::{RawParts, Recording, SAMPLE_RATE_HZ, Spectrogram, read_picture};
use crate::error::read_text;
use crate::{Error, Result};

/// A part of the recordings and photographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// To train on.
    Train,
    /// Never trained on: the last fold of recordings, every fourth photograph of a class.
    HeldOut,
}

/// The fold of recordings that is held out; folds share no source.
const HELD_OUT_FOLD: &str = "4";
/// One photograph of so many is held out.
const HELD_OUT_PHOTO: usize = 4;
/// A second whose loudest sample is below it is silent; recordings are padded with silence.
const SILENCE: f32 = 1e-3;

/// Turns a sound file into mono samples at [`SAMPLE_RATE_HZ`].
pub type Decode<'a> = dyn FnMut(&Path) -> Result<Vec<f32>> + 'a;

impl RawParts {
    /// Reads `sounds/sounds.csv` (file, class, fold) and `photos/photos.csv` (file, class) of a folder
    /// and one part of their files, at most `n_each` recordings and photographs of a class.
    /// Classes without a recording are left out; silent seconds are, too.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Format`], and those of `decode`.
    pub fn read(
        folder: &Path,
        part: Part,
        n_each: usize,
        spectrogram: &Spectrogram,
        decode: &mut Decode<'_>,
    ) -> Result<Self> {
        let mut parts = RawParts::default();
        let mut classes: Vec<String> = Vec::new();
        let sounds = folder.join("sounds");
        for [file, class, fold] in listed(&sounds.join("sounds.csv"))? {
            if (fold == HELD_OUT_FOLD) != (part == Part::HeldOut) {
                continue;
            }
            let place = classes.iter().position(|known| *known == class).unwrap_or_else(|| {
                classes.push(class.clone());
                parts.recordings.push(Vec::new());
                classes.len() - 1
            });
            if parts.recordings[place].len() < n_each {
                let recording = seconds(&decode(&sounds.join(file))?, spectrogram);
                parts.recordings[place].extend((!recording.is_empty()).then_some(recording));
            }
        }
        parts.photos = vec![Vec::<RgbImage>::new(); classes.len()];
        let mut n_listed = vec![0_usize; classes.len()];
        let photos = folder.join("photos");
        for [file, class] in listed(&photos.join("photos.csv"))? {
            let Some(place) = classes.iter().position(|known| *known == class) else { continue };
            n_listed[place] += 1;
            let is_held_out = n_listed[place].is_multiple_of(HELD_OUT_PHOTO);
            if is_held_out == (part == Part::HeldOut) && parts.photos[place].len() < n_each {
                parts.photos[place].push(read_picture(&photos.join(file))?);
            }
        }
        Ok(parts)
    }
}

/// Whole seconds that are not silent.
fn seconds(samples: &[f32], spectrogram: &Spectrogram) -> Recording {
    samples
        .chunks_exact(SAMPLE_RATE_HZ as usize)
        .filter(|second| second.iter().any(|sample| sample.abs() > SILENCE))
        .map(|second| spectrogram.row(second))
        .collect()
}

/// Lines of a table without quotes, below its heading.
fn listed<const N: usize>(path: &Path) -> Result<Vec<[String; N]>> {
    let cells = |line: &str| {
        let cells: Vec<String> = line.split(',').map(|cell| cell.trim().to_owned()).collect();
        let broken = |_| Error::format(format!("`{line}` has not {N} columns"), path);
        cells.try_into().map_err(broken)
    };
    read_text(path)?.lines().skip(1).map(cells).collect()
}
