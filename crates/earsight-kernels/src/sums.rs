//! Sums of many numbers, in an order that does not depend on the processor.

use pulp::{Arch, Simd, WithSimd};

/// Sums that are computed in parallel.
const LANES: usize = 16;

/// Sums of `of(a[i], b[i])`, every sixteenth pair in one sum.
#[inline(always)]
pub(crate) fn lane_sums(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
    Arch::new().dispatch(LaneSums { a, b, of })
}

struct LaneSums<'a, F> {
    a: &'a [f32],
    b: &'a [f32],
    of: F,
}

impl<F: Fn(f32, f32) -> f32> WithSimd for LaneSums<'_, F> {
    type Output = [f32; LANES];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f32; LANES] {
        let LaneSums { a, b, of } = self;
        // A local variable, so that it stays in a register.
        let mut lanes = [0.0_f32; LANES];
        let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
        for (a, b) in a.iter().zip(b) {
            lanes = std::array::from_fn(|lane| lanes[lane] + of(a[lane], b[lane]));
        }
        for ((lane, &a), &b) in lanes.iter_mut().zip(a_rest).zip(b_rest) {
            *lane += of(a, b);
        }
        lanes
    }
}

/// The sum, from sixteen partial sums of each few thousand numbers that are added in double precision.
pub(crate) fn sum(values: &[f32]) -> f32 {
    const BLOCK: usize = 4096;
    let of_block = |block: &[f32]| {
        lane_sums(block, block, |x, _| x).iter().map(|&lane| f64::from(lane)).sum::<f64>()
    };
    values.chunks(BLOCK).map(of_block).sum::<f64>() as f32
}
