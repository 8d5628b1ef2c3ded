//! Seeded randomness of training: the same seed gives the same bits on every machine.

use ndarray::{Array2, Axis};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Source of samples, dropout masks and shuffles.
///
/// Every epoch has its own stream, so that a resumed training draws what the interrupted one would have drawn.
pub enum Noise {
    /// Drawn from a seed.
    Seeded(Box<ChaCha8Rng>),
    /// Read from a list, for goldens: `[B, Z]` matrices in the order of their use.
    #[cfg(test)]
    Recorded(std::collections::VecDeque<Vec<f32>>),
}

impl Noise {
    /// The stream of one epoch.
    pub fn of_epoch(seed: u64, epoch: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(1 + epoch as u64);
        Noise::Seeded(Box::new(rng))
    }

    /// Standard normal values for a matrix of that shape, row by row.
    pub fn normal(&mut self, [rows, columns]: [usize; 2]) -> Vec<f32> {
        match self {
            Noise::Seeded(rng) => {
                StandardNormal.sample_iter(rng.as_mut()).take(rows * columns).collect()
            }
            #[cfg(test)]
            Noise::Recorded(list) => list.pop_front().expect("the golden has enough noise"),
        }
    }

    /// Rows after inverted dropout: each number times 0 with probability `p`, else times `1 / (1 − p)`.
    ///
    /// # Shapes
    /// - `rows`: `[B, D]` → `[B, D]`
    pub fn dropped_out(&mut self, p: f64, rows: &Array2<f32>) -> Array2<f32> {
        let kept = (1.0 - p).recip() as f32;
        let threshold = (p * f64::from(u32::MAX)) as u32;
        // All at once, which is several times faster with a block generator than one by one.
        let mut bytes = vec![0; 4 * rows.len()];
        self.rng().fill_bytes(&mut bytes);
        let (draws, _) = bytes.as_chunks();
        let after = rows
            .iter()
            .zip(draws)
            .map(|(&x, &draw)| x * if u32::from_le_bytes(draw) < threshold { 0.0 } else { kept });
        Array2::from_shape_vec(rows.dim(), after.collect()).expect("a number of each number")
    }

    /// Mixup: `(1 − λ) x + λ x′`, `λ ~ U(0, most)`, with `x′` from a random order of the rows.
    ///
    /// # Shapes
    /// - `rows`: `[B, D]` → `[B, D]`
    pub fn mixed(&mut self, rows: &Array2<f32>, most: f32) -> Array2<f32> {
        let rng = self.rng();
        let mut order: Vec<usize> = (0..rows.nrows()).collect();
        order.shuffle(rng);
        let mut mixed = rows.select(Axis(0), &order);
        for (mut other, own) in mixed.rows_mut().into_iter().zip(rows.rows()) {
            let share = most * rng.random_range(0.0..1.0_f32);
            other *= share;
            other.scaled_add(1.0 - share, &own);
        }
        mixed
    }

    /// The generator itself, for shuffles.
    pub fn rng(&mut self) -> &mut ChaCha8Rng {
        match self {
            Noise::Seeded(rng) => rng,
            #[cfg(test)]
            Noise::Recorded(_) => unreachable!("goldens have neither shuffle nor dropout"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_row_lies_between_itself_and_another() {
        let rows = Array2::from_shape_fn((50, 2), |(row, column)| (row * 2 + column) as f32);
        let mixed = Noise::of_epoch(1, 0).mixed(&rows, 0.5);
        let shares: Vec<f32> = (0..50)
            .map(|row| {
                let moved = &mixed.row(row) - &rows.row(row);
                // Both columns of a row are moved by the same amount: towards one other row.
                assert!((moved[0] - moved[1]).abs() < 1e-4, "{moved}");
                moved[0].abs() / 100.0
            })
            .collect();
        assert!(
            shares.iter().all(|&share| share <= 0.5) && shares.iter().any(|&share| share > 0.1)
        );
        assert_eq!(Noise::of_epoch(1, 0).mixed(&rows, 0.0), rows);
        assert_eq!(mixed, Noise::of_epoch(1, 0).mixed(&rows, 0.5), "the same seed, the same bits");
    }
}
