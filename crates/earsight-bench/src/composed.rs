//! Ten-second clips composed from real per-second sounds and photographs of 20 classes.
//!
//! Clip `i` has class `i mod 20`; its event of 2 to 9 seconds starts anywhere in the clip.
//! Event seconds take consecutive seconds of one recording and a new photograph each;
//! the others take sound and photographs of two *different* other classes, so that background
//! pairs do not belong together. Position carries no information: no start rule helps.

use std::collections::BTreeMap;
use std::path::Path;

use earsight_core::{
    Annotations, Category, ClipFeatures, ClipId, Event, FeatureSet, FeatureSpace, PerModality, Span,
};
use ndarray::{Array2, Axis};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{Error, Result, TensorFile};

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
    /// Reads `sounds.safetensors` and `photos.safetensors` of a folder, one part of them.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Format`], or [`Error::EmptyClass`] when a class has nothing in that part.
    pub fn read(folder: &Path, part: i32) -> Result<Self> {
        let sounds = TensorFile::read(&folder.join("sounds.safetensors"))?;
        let photos = TensorFile::read(&folder.join("photos.safetensors"))?;
        Parts::of(&sounds, &photos, part)
    }

    /// One part of two files that were read.
    ///
    /// # Errors
    /// [`Error::Format`] and [`Error::EmptyClass`].
    pub(crate) fn of(sounds: &TensorFile, photos: &TensorFile, part: i32) -> Result<Self> {
        let classes = sounds.names("classes")?;
        let mut recordings: Vec<BTreeMap<i32, Vec<usize>>> = vec![BTreeMap::new(); classes.len()];
        let (class, parts, sound) =
            (sounds.integers("class")?, sounds.integers("part")?, sounds.integers("sound")?);
        for row in (0..class.len()).filter(|&row| parts.get(row) == Some(&part)) {
            let of_class = usize::try_from(class[row]).ok().and_then(|c| recordings.get_mut(c));
            if let (Some(of_class), Some(&id)) = (of_class, sound.get(row)) {
                of_class.entry(id).or_default().push(row);
            }
        }
        let mut pictures = vec![Vec::new(); classes.len()];
        let (class, parts) = (photos.integers("class")?, photos.integers("part")?);
        for row in (0..class.len()).filter(|&row| parts.get(row) == Some(&part)) {
            if let Some(rows) = usize::try_from(class[row]).ok().and_then(|c| pictures.get_mut(c)) {
                rows.push(row);
            }
        }
        let parts = Parts {
            part,
            sounds: sounds.matrix("features")?,
            photos: photos.matrix("features")?,
            recordings: recordings.into_iter().map(|runs| runs.into_values().collect()).collect(),
            pictures,
            classes,
        };
        parts.check()?;
        Ok(parts)
    }

    fn check(&self) -> Result<()> {
        for (class, name) in self.classes.iter().enumerate() {
            let empty = |what| Error::EmptyClass { part: self.part, what, class: name.clone() };
            if self.recordings[class].is_empty() {
                return Err(empty("sounds"));
            }
            if self.pictures[class].is_empty() {
                return Err(empty("photos"));
            }
        }
        Ok(())
    }

    /// The same sounds and photographs dealt into two: of every class each `n`-th recording and photograph,
    /// and the others. What is made of the one shares no source with what is made of the other.
    pub fn held_apart(&self, n: usize) -> (Parts, Parts) {
        let side = |wanted: bool| Parts {
            part: self.part,
            classes: self.classes.clone(),
            sounds: self.sounds.clone(),
            photos: self.photos.clone(),
            recordings: self.recordings.iter().map(|of| every(of, n, wanted)).collect(),
            pictures: self.pictures.iter().map(|of| every(of, n, wanted)).collect(),
        };
        (side(true), side(false))
    }

    /// Which part these are of.
    pub fn part(&self) -> i32 {
        self.part
    }

    /// `n_clips` clips and what is in them; the same seed gives the same clips.
    ///
    /// # Errors
    /// [`Error::Features`] when the given features are broken.
    pub fn compose(&self, n_clips: usize, seed: u64) -> Result<(FeatureSet, Annotations)> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut clips = Vec::with_capacity(n_clips);
        let mut events = Vec::with_capacity(n_clips);
        for idx in 0..n_clips {
            let class = idx % self.classes.len();
            let len = rng.random_range(2..=CLIP_SEGMENTS - 1);
            let span = Span::new(rng.random_range(0..=CLIP_SEGMENTS - len), len);
            let id = ClipId::new(format!("{idx:05}"));
            let rows = self.rows(class, span, &mut rng);
            clips.push(ClipFeatures::paired(
                id.as_str(),
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
        Ok((FeatureSet::new(spaces, clips)?, events.into_iter().collect()))
    }

    /// Which row stands in each second.
    fn rows(&self, class: usize, event: Span, rng: &mut ChaCha8Rng) -> PerModality<Vec<usize>> {
        let n = self.classes.len();
        let heard_class = (class + rng.random_range(1..n)) % n;
        let seen_class = loop {
            let drawn = (class + rng.random_range(1..n)) % n;
            if drawn != heard_class {
                break drawn;
            }
        };
        let foreground = self.run(class, rng);
        let background = self.run(heard_class, rng);
        let audio = (0..CLIP_SEGMENTS)
            .map(|second| {
                let run = if event.range().contains(&second) { &foreground } else { &background };
                run[second % run.len()]
            })
            .collect();
        let shown = self.shuffled_pictures(class, rng);
        let behind = self.shuffled_pictures(seen_class, rng);
        let visual = (0..CLIP_SEGMENTS)
            .map(|second| {
                let rows = if event.range().contains(&second) { &shown } else { &behind };
                rows[second % rows.len()]
            })
            .collect();
        PerModality { audio, visual }
    }

    /// One recording of the class.
    fn run(&self, class: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
        self.recordings[class].choose(rng).cloned().unwrap_or_default()
    }

    fn shuffled_pictures(&self, class: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
        self.pictures[class].sample(rng, CLIP_SEGMENTS).copied().collect()
    }
}

/// Each `n`-th of a list, or all the others.
fn every<T: Clone>(of: &[T], n: usize, wanted: bool) -> Vec<T> {
    let chosen = of.iter().enumerate().filter(|(place, _)| (place % n == 0) == wanted);
    chosen.map(|(_, one)| one.clone()).collect()
}
