//! Ten-second clips composed from real per-second sounds and photographs of 20 classes.
//!
//! Clip `i` has class `i mod 20`; its event of 2 to 9 seconds starts anywhere in the clip.
//! Event seconds take consecutive seconds of one recording and a new photograph each;
//! the others take sound and photographs of two *different* other classes, so that background
//! seconds are mismatched pairs. Position carries no information: no start rule helps.

use std::collections::BTreeMap;
use std::path::Path;

use earsight_core::{
    Category, ClipFeatures, ClipId, Event, FeatureSet, FeatureSpace, PerModality, Span,
};
use ndarray::{Array2, Axis};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{Error, Labelled, Result, TensorFile};

/// Seconds of a composed clip.
pub const CLIP_SEGMENTS: usize = 10;

/// Sounds and photographs to compose from, all of one part.
pub struct Parts {
    part: i32,
    classes: Vec<String>,
    sounds: Array2<f32>,
    photos: Array2<f32>,
    /// Per class: recordings, each a run of rows of `sounds` in order of time.
    recordings: Vec<Vec<Vec<usize>>>,
    /// Per class: rows of `photos`.
    pictures: Vec<Vec<usize>>,
}

impl Parts {
    /// Reads one part of `sounds.safetensors` and `photos.safetensors` of a folder.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Format`], or [`Error::EmptyClass`] when a class is empty in that part.
    pub fn read(folder: &Path, part: i32) -> Result<Self> {
        let sounds = TensorFile::read(&folder.join("sounds.safetensors"))?;
        let photos = TensorFile::read(&folder.join("photos.safetensors"))?;
        Parts::of(&sounds, &photos, part)
    }

    /// One part of the two files.
    ///
    /// # Errors
    /// [`Error::Format`] and [`Error::EmptyClass`].
    pub(crate) fn of(sounds: &TensorFile, photos: &TensorFile, part: i32) -> Result<Self> {
        let classes = sounds.names("classes")?;
        let mut recordings: Vec<BTreeMap<i32, Vec<usize>>> = vec![BTreeMap::new(); classes.len()];
        let sound = sounds.integers("sound")?;
        for (row, class) in rows_of(sounds, part)? {
            if let (Some(of_class), Some(&id)) = (recordings.get_mut(class), sound.get(row)) {
                of_class.entry(id).or_default().push(row);
            }
        }
        let mut pictures = vec![Vec::new(); classes.len()];
        for (row, class) in rows_of(photos, part)? {
            if let Some(of_class) = pictures.get_mut(class) {
                of_class.push(row);
            }
        }
        for (class, name) in classes.iter().enumerate() {
            let what = match (recordings[class].is_empty(), pictures[class].is_empty()) {
                (false, false) => continue,
                (true, _) => "sounds",
                (false, true) => "photos",
            };
            return Err(Error::EmptyClass { part, what, class: name.clone() });
        }
        Ok(Parts {
            part,
            sounds: sounds.matrix("features")?,
            photos: photos.matrix("features")?,
            recordings: recordings.into_iter().map(|runs| runs.into_values().collect()).collect(),
            pictures,
            classes,
        })
    }

    /// The sounds and photographs in two halves without a common source: of every class each `n`-th recording and
    /// photograph, and the others.
    pub(crate) fn split_sources(&self, n: usize) -> (Parts, Parts) {
        let side = |is_nth: bool| Parts {
            part: self.part,
            classes: self.classes.clone(),
            sounds: self.sounds.clone(),
            photos: self.photos.clone(),
            recordings: self.recordings.iter().map(|of| every(of, n, is_nth)).collect(),
            pictures: self.pictures.iter().map(|of| every(of, n, is_nth)).collect(),
        };
        (side(true), side(false))
    }

    /// The number of the part.
    pub fn part(&self) -> i32 {
        self.part
    }

    /// `n_clips` clips and their events; the same seed gives the same clips.
    ///
    /// # Errors
    /// [`Error::Features`] when the given features are broken.
    pub fn compose(&self, n_clips: usize, seed: u64) -> Result<Labelled> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (mut clips, mut events) = (Vec::new(), Vec::new());
        for idx in 0..n_clips {
            let class = idx % self.classes.len();
            let len = rng.random_range(2..=CLIP_SEGMENTS - 1);
            let span = Span::new(rng.random_range(0..=CLIP_SEGMENTS - len), len);
            let id = ClipId::new(format!("{idx:05}"));
            let rows = self.rows(class, span, &mut rng);
            clips.push(ClipFeatures::paired(
                id.clone(),
                self.sounds.select(Axis(0), &rows.audio),
                self.photos.select(Axis(0), &rows.visual),
            ));
            events.push((id, Event { category: Category(self.classes[class].clone()), span }));
        }
        let spaces = PerModality {
            audio: ("cnn9", &self.sounds),
            visual: ("efficientnet-lite0", &self.photos),
        }
        .map(|(backbone, rows)| FeatureSpace {
            backbone: backbone.to_owned(),
            fingerprint: "composed".to_owned(),
            dim: rows.ncols(),
        });
        let features = FeatureSet::new(spaces, clips)?;
        Ok(Labelled { features, annotations: events.into_iter().collect() })
    }

    /// The rows of the clip's seconds.
    fn rows(&self, class: usize, event: Span, rng: &mut ChaCha8Rng) -> PerModality<Vec<usize>> {
        let n = self.classes.len();
        let background_sound_class = (class + rng.random_range(1..n)) % n;
        let background_photo_class = loop {
            let drawn = (class + rng.random_range(1..n)) % n;
            if drawn != background_sound_class {
                break drawn;
            }
        };
        let recording = |class: usize, rng: &mut ChaCha8Rng| -> Vec<usize> {
            self.recordings[class].choose(rng).cloned().unwrap_or_default()
        };
        let photos = |class: usize, rng: &mut ChaCha8Rng| -> Vec<usize> {
            self.pictures[class].sample(rng, CLIP_SEGMENTS).copied().collect()
        };
        let seconds = |foreground: Vec<usize>, background: Vec<usize>| {
            let row = |second: usize| {
                let is_event = event.range().contains(&second);
                let rows = if is_event { &foreground } else { &background };
                rows[second % rows.len()]
            };
            (0..CLIP_SEGMENTS).map(row).collect()
        };
        // The order of the draws decides the clips.
        let audio = seconds(recording(class, rng), recording(background_sound_class, rng));
        let visual = seconds(photos(class, rng), photos(background_photo_class, rng));
        PerModality { audio, visual }
    }
}

/// Row and class of the rows of one part.
fn rows_of(file: &TensorFile, part: i32) -> Result<Vec<(usize, usize)>> {
    let (classes, parts) = (file.integers("class")?, file.integers("part")?);
    let rows = classes.into_iter().zip(parts).enumerate();
    let of_part = rows.filter(|&(_, (_, of))| of == part);
    Ok(of_part.filter_map(|(row, (class, _))| Some((row, usize::try_from(class).ok()?))).collect())
}

/// Each `n`-th of a list, or all the others.
fn every<T: Clone>(of: &[T], n: usize, is_nth: bool) -> Vec<T> {
    let chosen = of.iter().enumerate().filter(|(place, _)| (place % n == 0) == is_nth);
    chosen.map(|(_, one)| one.clone()).collect()
}
