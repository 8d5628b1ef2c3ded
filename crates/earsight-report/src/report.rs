//! Everything a page says, as plain values.

use crate::{
    GenerationExample, Head, LatentSpace, LocalizationExample, RetrievalExample, SelfCheck,
    TrainingCurves,
};

/// Everything a page says, as plain values.
///
/// Any part may be empty; the page then says in a sentence that there is nothing to show and why that can be.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was learned, on what, with what.
    pub head: Head,
    /// How well it works, beside chance and beside methods that learn nothing.
    pub self_checks: Vec<SelfCheck>,
    /// How learning went.
    pub training: Option<TrainingCurves>,
    /// Where both senses put the same seconds, usually before and after training.
    pub latent_space: Option<LatentSpace>,
    /// Usually one hit and one miss.
    pub localizations: Vec<LocalizationExample>,
    /// Usually one or more for each of the four directions.
    pub retrievals: Vec<RetrievalExample>,
    /// Usually one for each sense.
    pub generations: Vec<GenerationExample>,
}

/// How much a page may hold of what is heavy.
///
/// With the defaults a usual report (two localizations, four directions of five hits, two generations) is below 3 MB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// All players together, as bytes of WAV before base64; 0 for a page without sound.
    ///
    /// Queries come before answers; when it is used up, the page says that the rest has no player.
    pub audio_bytes: usize,
    /// Longest snippet; what is longer is cut.
    pub snippet_secs: f32,
    /// Longer side of a thumbnail.
    pub thumbnail_px: u32,
    /// Seconds of a clip drawn as pictures in one strip; longer clips show evenly spaced ones.
    pub strip_frames: usize,
    /// Points per latent panel; of larger sets evenly spaced moments are drawn, with both senses.
    pub latent_points: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            audio_bytes: 1_300_000,
            snippet_secs: 3.0,
            thumbnail_px: 160,
            strip_frames: 12,
            latent_points: 4000,
        }
    }
}

impl Report {
    /// The page: one HTML file that needs nothing else, with the default [`Limits`].
    pub fn to_html(&self) -> String {
        self.to_html_within(&Limits::default())
    }

    /// The page, with other limits.
    pub fn to_html_within(&self, limits: &Limits) -> String {
        crate::page::render(self, limits).into_string()
    }
}
