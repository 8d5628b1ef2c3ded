//! Clips of raw seconds, composed from recordings and photographs of the same class.

use earsight_baselines::PlanesConfig;
use earsight_core::{ClipFeatures, ClipId, FeatureSet};
use image::RgbImage;
use ndarray::{Array2, ArrayView1};
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::{Crop, picture_row, spaces};
use crate::Result;

/// One recording's seconds, as spectrograms.
pub type Recording = Vec<Vec<f32>>;

/// Recordings and photographs to compose from, by class; a class without either is left out.
#[derive(Default)]
pub struct RawParts {
    /// Per class: recordings of at least one second each.
    pub recordings: Vec<Vec<Recording>>,
    /// Per class: photographs.
    pub photos: Vec<Vec<RgbImage>>,
}

impl RawParts {
    /// Recordings of classes that have a photograph.
    pub fn n_recordings(&self) -> usize {
        self.classes().map(|(recordings, _)| recordings.len()).sum()
    }

    fn classes(&self) -> impl Iterator<Item = (&Vec<Recording>, &Vec<RgbImage>)> {
        let pairs = self.recordings.iter().zip(&self.photos);
        pairs.filter(|(recordings, photos)| !recordings.is_empty() && !photos.is_empty())
    }

    /// `n_clips` clips: clip i is a recording of class i mod C with a photograph of that class each second.
    ///
    /// Recordings follow one another, photographs are drawn at random, and `crop` chooses the part of each.
    /// The same seed gives the same clips.
    ///
    /// # Errors
    /// [`crate::Error::Features`] when a row has another width than `planes` says.
    pub fn compose(
        &self,
        planes: &PlanesConfig,
        n_clips: usize,
        crop: fn(&mut ChaCha8Rng) -> Crop,
        seed: u64,
    ) -> Result<FeatureSet> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let classes: Vec<_> = self.classes().collect();
        let spaces = spaces(planes);
        let mut clips = Vec::new();
        let n_clips = if classes.is_empty() { 0 } else { n_clips };
        for idx in 0..n_clips {
            let (recordings, photos) = classes[idx % classes.len()];
            let recording = &recordings[(idx / classes.len()) % recordings.len()];
            let mut rows = spaces.as_ref().map(|space| Array2::zeros((0, space.dim)));
            for second in recording {
                let photo = photos.choose(&mut rng).expect("the class has photographs");
                let pixels = picture_row(photo, planes.side_px, crop(&mut rng));
                for (rows, row) in [(&mut rows.audio, second), (&mut rows.visual, &pixels)] {
                    rows.push_row(ArrayView1::from(row)).expect("rows are as wide as the planes");
                }
            }
            clips.push(ClipFeatures::paired(
                ClipId::new(format!("{idx:05}")),
                rows.audio,
                rows.visual,
            ));
        }
        Ok(FeatureSet::new(spaces, clips)?)
    }
}
