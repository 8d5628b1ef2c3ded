//! `Σ step · code` of many codes: most of the time of a search.
//!
//! Whole numbers, so that the order of addition does not matter and every processor computes the same.

use pulp::cast;

/// Codes are padded with zeros to a multiple of this.
pub(crate) const LANES: usize = 16;

/// The products of one row of a query with each row's code.
///
/// No sum wraps as long as `width · max|step| · 127` is an i32, which the query ensures.
///
/// # Shapes
/// - `steps`: `[width]`, a multiple of [`LANES`]
/// - `codes`: `[n, width]`
/// - `products`: `[n]`
#[inline]
pub(crate) fn products(steps: &[i16], codes: &[u8], products: &mut [i32]) {
    let all = Products { steps, codes, products };
    #[cfg(target_arch = "x86_64")]
    {
        use pulp::x86::{V3, V4};
        if let Some(simd) = V4::try_new() {
            return simd.vectorize(x86::With { simd, all });
        }
        if let Some(simd) = V3::try_new() {
            return simd.vectorize(x86::With { simd, all });
        }
    }
    all.each(portable);
}

struct Products<'a> {
    steps: &'a [i16],
    codes: &'a [u8],
    products: &'a mut [i32],
}

impl Products<'_> {
    #[inline(always)]
    fn each(self, dot: impl Fn(&[[i16; LANES]], &[[u8; LANES]]) -> i32) {
        if self.steps.is_empty() {
            return self.products.fill(0);
        }
        let steps = self.steps.as_chunks().0;
        for (product, code) in
            self.products.iter_mut().zip(self.codes.chunks_exact(self.steps.len()))
        {
            *product = dot(steps, code.as_chunks().0);
        }
    }
}

/// One product on any processor; the compiler vectorises it for NEON.
#[inline(always)]
fn portable(steps: &[[i16; LANES]], codes: &[[u8; LANES]]) -> i32 {
    let mut sums = [0_i32; LANES];
    for (steps, codes) in steps.iter().zip(codes) {
        for ((sum, &step), &code) in sums.iter_mut().zip(steps).zip(codes) {
            // Wrapping operations need no overflow check.
            *sum = sum.wrapping_add(i32::from(step).wrapping_mul(i32::from(code as i8)));
        }
    }
    total(sums)
}

#[inline(always)]
fn total<const N: usize>(sums: [i32; N]) -> i32 {
    sums.iter().fold(0, |whole, &sum| whole.wrapping_add(sum))
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{__m256i, __m512i};

    use pulp::x86::{V3, V4};

    use super::{LANES, Products, cast, total};

    /// The products with AVX2 or AVX-512: sixteen or thirty-two codes at a time,
    /// widened to 16 bits, multiplied, and neighbours added to 32 bits.
    pub(super) struct With<'a, S> {
        pub(super) simd: S,
        pub(super) all: Products<'a>,
    }

    impl pulp::NullaryFnOnce for With<'_, V3> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let With { simd, all } = self;
            all.each(|steps, codes| {
                let mut sums: __m256i = cast([0_i32; 8]);
                for (&steps, &codes) in steps.iter().zip(codes) {
                    sums = simd.avx2._mm256_add_epi32(sums, sixteen(simd, steps, codes));
                }
                total::<8>(cast(sums))
            });
        }
    }

    impl pulp::NullaryFnOnce for With<'_, V4> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let With { simd, all } = self;
            all.each(|steps, codes| {
                let mut sums: __m512i = cast([0_i32; 16]);
                let ((steps, last_steps), (codes, last_codes)) =
                    (steps.as_chunks::<2>(), codes.as_chunks::<2>());
                for (&steps, &codes) in steps.iter().zip(codes) {
                    let codes = simd.avx512bw._mm512_cvtepi8_epi16(cast(codes));
                    let products = simd.avx512bw._mm512_madd_epi16(codes, cast(steps));
                    sums = simd.avx512f._mm512_add_epi32(sums, products);
                }
                let whole = total::<16>(cast(sums));
                match (last_steps, last_codes) {
                    (&[steps], &[codes]) => {
                        whole.wrapping_add(total::<8>(cast(sixteen(*simd, steps, codes))))
                    }
                    _ => whole,
                }
            });
        }
    }

    /// Sums of neighbours of sixteen products.
    #[inline(always)]
    fn sixteen(simd: V3, steps: [i16; LANES], codes: [u8; LANES]) -> __m256i {
        let codes = simd.avx2._mm256_cvtepi8_epi16(cast(codes));
        simd.avx2._mm256_madd_epi16(codes, cast(steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_instruction_sets_agree() {
        for width in [0, 16, 32, 48, 112, 640] {
            let most = if width == 0 { 1 } else { (i32::MAX / (127 * width as i32)).min(32_767) };
            let steps: Vec<i16> =
                (0..width).map(|at| [most, -most, most - 1, 3][at % 4] as i16).collect();
            let codes: Vec<u8> = (0..5 * width).map(|at| [127, 129, 128, 1, 0][at % 5]).collect();
            let expected: Vec<i32> = (0..5)
                .map(|row| {
                    let code = &codes[row * width..][..width];
                    let each = steps.iter().zip(code);
                    each.map(|(&step, &code)| i32::from(step) * i32::from(code as i8)).sum()
                })
                .collect();
            let mut found = [7; 5];
            products(&steps, &codes, &mut found);
            assert_eq!(found, *expected, "width {width}");
            Products { steps: &steps, codes: &codes, products: &mut found }.each(portable);
            assert_eq!(found, *expected, "portable, width {width}");
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                let all = Products { steps: &steps, codes: &codes, products: &mut found };
                simd.vectorize(x86::With { simd, all });
                assert_eq!(found, *expected, "AVX2, width {width}");
            }
        }
    }
}
