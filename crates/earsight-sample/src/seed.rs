//! Derived seeds, so that a clip does not depend on the clips rendered before it.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A seed for the part with these indices.
///
/// SplitMix64 (Steele, Lea & Flood 2014) over seed and indices; neighbouring indices give unrelated seeds.
pub(crate) fn derived(seed: u64, words: &[u64]) -> u64 {
    words.iter().fold(mixed(seed), |state, &word| mixed(state ^ mixed(word)))
}

/// The generator of a seed; ChaCha gives the same numbers on every machine.
pub(crate) fn generator(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number in 0..1 from a derived seed.
pub(crate) fn unit(seed: u64) -> f64 {
    (mixed(seed) >> 11) as f64 / (1_u64 << 53) as f64
}
