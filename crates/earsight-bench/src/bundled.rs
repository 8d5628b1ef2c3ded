//! Bench data inside the program: per-second features of real sounds, photographs and clips.
//!
//! They are numbers, not media; NOTICE names their sources.

use crate::Result;
use crate::composed::Parts;
use crate::tensor_import;
use crate::tensors::TensorFile;

static SOUNDS: &[u8] = include_bytes!("../data/sounds.safetensors");
static PHOTOS: &[u8] = include_bytes!("../data/photos.safetensors");
static CLIPS: &[u8] = include_bytes!("../data/clips.safetensors");

/// Sounds and photographs of one part: 0 for training, 1 for the test.
///
/// # Errors
/// [`crate::Error::EmptyClass`] for another part.
pub fn parts(part: i32) -> Result<Parts> {
    let sounds = TensorFile::of("sounds.safetensors", SOUNDS);
    let photos = TensorFile::of("photos.safetensors", PHOTOS);
    Parts::of(&sounds, &photos, part)
}

/// 59 real clips with their own sound, and their concepts.
///
/// # Errors
/// None, unless the program was built from broken data.
pub fn clips() -> Result<earsight_core::FeatureSet> {
    let file = TensorFile::of("clips.safetensors", CLIPS);
    tensor_import::with_concepts(tensor_import::feature_set(&file)?, &file)
}
