//! Which clips are one recording: copies of a file, transcodes, cuts and pieces.
//!
//! Clips of one recording must be on one side of a split, and count once: with a copy of each clip among the training
//! clips, a score on held-out clips is a score on what was learned.

use std::collections::HashMap;

use earsight_core::{ClipFeatures, FeatureSet, PerModality};
use ndarray::{Array2, ArrayView2, Axis, s};

use super::likeness::{Likeness, Prepared};
use super::row_bits::clip_key;

/// Blocks of a matrix product at a time.
const CHUNK: usize = 1024;
/// Least cosine of two blocks of each modality, and least sum, of clips that are compared second by second.
const LEAST_OF_BLOCKS: (f32, f32) = (0.3, 0.8);

/// The recording of each clip of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recordings {
    /// For each place, the place of the clip that stands for its recording: its longest, or the first of these.
    standing: Vec<usize>,
    /// For each place, whether an earlier clip has the same numbers.
    is_copy: Vec<bool>,
}

impl Recordings {
    /// Each clip as a recording of its own.
    pub fn apart(features: &FeatureSet) -> Self {
        let n = features.clips().len();
        Recordings { standing: (0..n).collect(), is_copy: vec![false; n] }
    }

    /// Finds clips with equal numbers, and clips that are alike in both modalities.
    pub fn find(features: &FeatureSet, likeness: &Likeness) -> Self {
        let is_copy = copies(features);
        let mut parents: Vec<usize> = (0..is_copy.len()).collect();
        for (place, original) in is_copy.iter().enumerate() {
            if let Some(original) = original {
                join(&mut parents, place, *original);
            }
        }
        let prepared: Vec<(usize, Prepared)> = features
            .paired()
            .filter(|&(place, _)| is_copy[place].is_none())
            .map(|(place, _)| (place, likeness.prepare(&features.clips()[place])))
            .collect();
        for (a, b) in candidates(&prepared) {
            let [(a, prepared_a), (b, prepared_b)] = [a, b].map(|place| &prepared[place]);
            if root(&parents, *a) != root(&parents, *b)
                && likeness.is_one_recording(&prepared_a.alike(prepared_b))
            {
                join(&mut parents, *a, *b);
            }
        }
        let roots: Vec<usize> = (0..parents.len()).map(|place| root(&parents, place)).collect();
        let mut longest: HashMap<usize, usize> = HashMap::new();
        let n_secs = |place: usize| {
            let clip = &features.clips()[place];
            if clip.both().is_some() { clip.n_segments() } else { 0 }
        };
        for (place, root) in roots.iter().enumerate() {
            let standing = longest.entry(*root).or_insert(place);
            if n_secs(place) > n_secs(*standing) {
                *standing = place;
            }
        }
        Recordings {
            standing: roots.iter().map(|root| longest[root]).collect(),
            is_copy: is_copy.iter().map(Option::is_some).collect(),
        }
    }

    /// The place of the clip that stands for the recording of the clip at this place.
    pub fn standing_for(&self, place: usize) -> usize {
        self.standing[place]
    }

    /// Whether the clip at this place stands for its recording.
    pub fn is_standing(&self, place: usize) -> bool {
        self.standing[place] == place
    }

    /// Places of all clips but those that have exactly the numbers of an earlier one.
    pub fn distinct(&self) -> Vec<usize> {
        (0..self.is_copy.len()).filter(|&place| !self.is_copy[place]).collect()
    }

    /// The recordings of a subset of the clips, by their places in it.
    #[must_use]
    pub fn among(&self, places: &[usize]) -> Self {
        let mut first: HashMap<usize, usize> = HashMap::new();
        // The clip that stood for the recording still does, if it is there.
        for (new, &old) in places.iter().enumerate() {
            let standing = first.entry(self.standing[old]).or_insert(new);
            if self.is_standing(old) {
                *standing = new;
            }
        }
        Recordings {
            standing: places.iter().map(|&old| first[&self.standing[old]]).collect(),
            is_copy: places.iter().map(|&old| self.is_copy[old]).collect(),
        }
    }

    /// Recordings of several clips: their places, that of the clip that stands for it first.
    pub fn shared(&self) -> Vec<Vec<usize>> {
        let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, &standing) in self.standing.iter().enumerate() {
            groups.entry(standing).or_default().push(place);
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, of)| of.len() > 1).collect();
        groups.sort_unstable();
        for (standing, of) in &mut groups {
            of.sort_unstable_by_key(|place| (place != standing, *place));
        }
        groups.into_iter().map(|(_, of)| of).collect()
    }
}

/// For each clip, the first with exactly its numbers.
fn copies(features: &FeatureSet) -> Vec<Option<usize>> {
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    let original = |(place, clip): (usize, &ClipFeatures)| {
        let same_key = known.entry(clip_key(clip)).or_default();
        let is_same = |&&other: &&usize| features.clips()[other].features == clip.features;
        let original = same_key.iter().find(is_same).copied();
        if original.is_none() {
            same_key.push(place);
        }
        original
    };
    features.clips().iter().enumerate().map(original).collect()
}

/// Pairs of clips with blocks that are alike.
fn candidates(clips: &[(usize, Prepared)]) -> Vec<(usize, usize)> {
    let mut owners = Vec::new();
    let mut blocks: Option<PerModality<Array2<f32>>> = None;
    for (number, (_, clip)) in clips.iter().enumerate() {
        let Some(of_clip) = clip.blocks() else { continue };
        owners.extend(std::iter::repeat_n(number, of_clip.audio.nrows()));
        let all =
            blocks.get_or_insert_with(|| of_clip.map(|rows| Array2::zeros((0, rows.ncols()))));
        for (modality, rows) in of_clip.iter() {
            all[modality].append(Axis(0), rows.view()).expect("rows are equally wide");
        }
    }
    let Some(blocks) = blocks else { return Vec::new() };
    let chunk = |number: usize| {
        let end = owners.len().min((number + 1) * CHUNK);
        let places = number * CHUNK..end;
        let rows = blocks.as_ref().map(|rows| rows.slice(s![places.clone(), ..]));
        (&owners[places], rows)
    };
    let n_chunks = owners.len().div_ceil(CHUNK);
    let mut pairs = Vec::new();
    for first in 0..n_chunks {
        for second in first..n_chunks {
            pairs.extend(like_blocks(chunk(first), chunk(second)));
            pairs.sort_unstable();
            pairs.dedup();
        }
    }
    pairs
}

type Chunk<'a> = (&'a [usize], PerModality<ArrayView2<'a, f32>>);

/// Pairs of clips that own a pair of like blocks; the picture is compared where the sound is alike.
fn like_blocks((owners, rows): Chunk<'_>, (others, other_rows): Chunk<'_>) -> Vec<(usize, usize)> {
    let (least, least_sum) = LEAST_OF_BLOCKS;
    let heard = rows.audio.dot(&other_rows.audio.t());
    let is_like = |((own, other), heard): ((usize, usize), &f32)| {
        let pair = (owners[own], others[other]);
        if pair.0 >= pair.1 || *heard < least {
            return None;
        }
        let seen = rows.visual.row(own).dot(&other_rows.visual.row(other));
        (seen >= least && heard + seen >= least_sum).then_some(pair)
    };
    heard.indexed_iter().filter_map(is_like).collect()
}

fn root(parents: &[usize], mut place: usize) -> usize {
    while parents[place] != place {
        place = parents[place];
    }
    place
}

/// The earlier root stands for both.
fn join(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    parents[a.max(b)] = a.min(b);
}
