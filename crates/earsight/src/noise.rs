//! Seeded randomness of training: the same seed gives the same bits on every machine.

use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Where samples, dropout masks and shuffles come from.
///
/// Every epoch has its own stream, so that a resumed training draws what the interrupted one would have drawn.
pub(crate) enum Noise {
    /// Drawn from a seed.
    Seeded(Box<ChaCha8Rng>),
    /// Read from a list, for goldens: `[B, Z]` matrices in the order they are asked for.
    #[cfg(test)]
    Recorded(std::collections::VecDeque<Vec<f32>>),
}

impl Noise {
    /// The stream of one epoch.
    pub(crate) fn of_epoch(seed: u64, epoch: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(1 + epoch as u64);
        Noise::Seeded(Box::new(rng))
    }

    /// Standard normal values for a matrix of that shape, row by row.
    pub(crate) fn normal(&mut self, [rows, columns]: [usize; 2]) -> Vec<f32> {
        match self {
            Noise::Seeded(rng) => {
                StandardNormal.sample_iter(rng.as_mut()).take(rows * columns).collect()
            }
            #[cfg(test)]
            Noise::Recorded(list) => list.pop_front().expect("the golden has enough noise"),
        }
    }

    /// Inverted dropout: 0 with probability `p`, else `1 / (1 − p)`.
    ///
    /// # Shapes
    /// - → `[rows, columns]`
    pub(crate) fn dropout_mask(&mut self, p: f64, shape: (usize, usize)) -> Array2<f32> {
        let rng = self.rng();
        let kept = (1.0 - p).recip() as f32;
        let threshold = (p * f64::from(u32::MAX)) as u32;
        let mut draw = || if rng.next_u32() < threshold { 0.0 } else { kept };
        Array2::from_shape_simple_fn(shape, &mut draw)
    }

    /// The generator itself, for shuffles.
    pub(crate) fn rng(&mut self) -> &mut ChaCha8Rng {
        match self {
            Noise::Seeded(rng) => rng,
            #[cfg(test)]
            Noise::Recorded(_) => unreachable!("goldens have neither shuffle nor dropout"),
        }
    }
}
