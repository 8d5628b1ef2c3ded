//! The content of a clip, chosen by the seed alone.

use earsight_core::{Category, ClipId, Event, PerModality, Span};
use rand::RngExt;

use crate::seed::{derived, generator};
use crate::{KINDS, SampleConfig};

/// One performance of one kind, in one modality or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// Index of the kind in [`KINDS`].
    pub kind_idx: usize,
    /// Seed of its random choices.
    pub seed: u64,
}

/// The content of a clip.
///
/// As in the AVE task with composed clips, the event fills `span`;
/// outside of it the picture is of one other kind and the sound of a different other kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipPlan {
    /// The clip's name: its file, relative to the clips folder.
    pub clip: ClipId,
    /// The seconds of the event in both modalities.
    pub span: Span,
    /// The event, the same take in both modalities.
    pub event: Take,
    /// The takes in the other seconds.
    pub background: PerModality<Take>,
}

impl ClipPlan {
    /// The plan of clip `clip_idx`.
    ///
    /// Length uniform in 2..=9 seconds (at most all but one), start uniform in the rest:
    /// the position carries no information.
    pub fn new(config: &SampleConfig, clip_idx: usize) -> Self {
        let clip_seed = derived(config.seed, &[clip_idx as u64]);
        let mut rng = generator(clip_seed);
        let n_segments = config.clip_secs as usize;
        let len = rng.random_range(2..=9.min(n_segments - 1));
        let start = rng.random_range(0..=n_segments - len);
        let event_kind = clip_idx % KINDS.len();
        let mut others: Vec<usize> = (0..KINDS.len()).filter(|&kind| kind != event_kind).collect();
        let visual_kind = others.swap_remove(rng.random_range(0..others.len()));
        let audio_kind = others[rng.random_range(0..others.len())];
        let take = |kind_idx, word| Take { kind_idx, seed: derived(clip_seed, &[word]) };
        ClipPlan {
            clip: ClipId::new(format!("clip-{clip_idx:04}.mp4")),
            span: Span::new(start, len),
            event: take(event_kind, 0),
            background: PerModality { audio: take(audio_kind, 1), visual: take(visual_kind, 2) },
        }
    }

    /// The label of the clip.
    pub fn annotation(&self) -> Event {
        Event { category: Category(KINDS[self.event.kind_idx].name.to_owned()), span: self.span }
    }
}
