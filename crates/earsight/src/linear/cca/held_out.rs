//! Correlations of canonical directions on held-out clips.
//!
//! On few clips the correlations of Hotelling's closed form are mostly chance: sixty directions of four hundred
//! seconds correlate by .5 and more whatever the seconds are. On held-out clips only true correlations remain,
//! which shows how many true directions there are.

use earsight_core::{Modality, PerModality};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

use super::PrincipalComponents;
use crate::linear::decomposition::{singular_values, symmetric_eigen};

/// Of each pair of directions, falling, in 0..1; pooled over folds of whole clips.
///
/// Each fold has its own directions; the k-th are treated as the same one, since only its strength matters.
/// Neighbours in a collection are often of one scene, so a fold is a run of neighbours.
///
/// `None` when a decomposition does not converge, or there are fewer clips than folds.
///
/// # Shapes
/// - `components`: scores `[N, K]` each; `clip_starts`: first row of each clip, then `N` → `[min(K_a, K_v)]`
pub(super) fn correlations(
    components: &PerModality<PrincipalComponents>,
    clip_starts: &[usize],
    ridge: f64,
    n_folds: usize,
) -> Option<Array1<f64>> {
    let n_clips = clip_starts.len().saturating_sub(1);
    if n_folds < 2 || n_clips < n_folds {
        return None;
    }
    let folds: Vec<Moments> = (0..n_folds)
        .map(|fold| {
            let first = clip_starts[fold * n_clips / n_folds];
            let end = clip_starts[(fold + 1) * n_clips / n_folds];
            Moments::of(components.as_ref().map(|side| side.scores.slice(s![first..end, ..])))
        })
        .collect();
    let k = folds[0].sums.audio.len().min(folds[0].sums.visual.len());
    let mut together = Array1::<f64>::zeros(k);
    let mut alone = PerModality { audio: Array1::<f64>::zeros(k), visual: Array1::<f64>::zeros(k) };
    for (place, held_out) in folds.iter().enumerate() {
        let mut others = folds[..place].iter().chain(&folds[place + 1..]);
        let first = others.next()?.clone();
        let train = others.fold(first, Moments::plus);
        let means = train.means();
        let spread = train.covariances(&means);
        let whitening =
            PerModality::try_from_fn(|modality| whitening(&spread.own[modality], ridge).ok_or(()))
                .ok()?;
        let cross = whitening.audio.t().dot(&spread.cross).dot(&whitening.visual);
        let (u, _, v) = singular_values(cross.view())?;
        let directions = PerModality {
            audio: whitening.audio.dot(&u.slice(s![.., ..k])),
            visual: whitening.visual.dot(&v.slice(s![.., ..k])),
        };
        let tested = held_out.covariances(&means);
        let n = held_out.n;
        for column in 0..k {
            let (a, v) = (directions.audio.column(column), directions.visual.column(column));
            together[column] += n * a.dot(&tested.cross.dot(&v));
            for modality in Modality::ALL {
                let direction = directions[modality].column(column);
                alone[modality][column] += n * direction.dot(&tested.own[modality].dot(&direction));
            }
        }
    }
    let sizes = (&alone.audio * &alone.visual).mapv(|x| x.max(f64::MIN_POSITIVE).sqrt());
    Some(falling(&(together / sizes)).mapv(|r| r.clamp(0.0, MOST_CORRELATION)))
}

/// A correlation of 1 would leave a posterior no variance.
const MOST_CORRELATION: f64 = 0.999;

/// Sums over rows, enough for every mean and covariance.
#[derive(Clone)]
struct Moments {
    n: f64,
    /// `[K]` each
    sums: PerModality<Array1<f64>>,
    /// `Σ x xᵀ`, `[K, K]` each
    own: PerModality<Array2<f64>>,
    /// `Σ x_a x_vᵀ`, `[K_a, K_v]`
    cross: Array2<f64>,
}

/// `E[(x − m)(x − m)ᵀ]`, around given points.
struct Covariances {
    own: PerModality<Array2<f64>>,
    cross: Array2<f64>,
}

impl Moments {
    fn of(rows: PerModality<ArrayView2<'_, f64>>) -> Self {
        Moments {
            n: rows.audio.nrows() as f64,
            sums: rows.map(|rows| rows.sum_axis(Axis(0))),
            own: rows.map(|rows| rows.t().dot(&rows)),
            cross: rows.audio.t().dot(&rows.visual),
        }
    }

    fn plus(self, other: &Moments) -> Self {
        Moments {
            n: self.n + other.n,
            sums: self.sums.zip(other.sums.as_ref()).map(|(a, b)| a + b),
            own: self.own.zip(other.own.as_ref()).map(|(a, b)| a + b),
            cross: self.cross + &other.cross,
        }
    }

    fn means(&self) -> PerModality<Array1<f64>> {
        self.sums.as_ref().map(|sums| sums / self.n.max(1.0))
    }

    fn covariances(&self, points: &PerModality<Array1<f64>>) -> Covariances {
        let around = |products: &Array2<f64>, a: Modality, b: Modality| {
            let (own_sum, other_sum) = (&self.sums[a], &self.sums[b]);
            let (own, other) = (&points[a], &points[b]);
            let shifted = products - &outer(own_sum, other) - &outer(own, other_sum)
                + &(outer(own, other) * self.n);
            shifted / self.n.max(1.0)
        };
        Covariances {
            own: PerModality::from_fn(|m| around(&self.own[m], m, m)),
            cross: around(&self.cross, Modality::Audio, Modality::Visual),
        }
    }
}

fn outer(a: &Array1<f64>, b: &Array1<f64>) -> Array2<f64> {
    a.view().insert_axis(Axis(1)).dot(&b.view().insert_axis(Axis(0)))
}

/// `(C + ridge · mean variance · I)^(−½)`; `None` when the decomposition does not converge.
fn whitening(covariance: &Array2<f64>, ridge: f64) -> Option<Array2<f64>> {
    let (values, vectors) = symmetric_eigen(covariance.view())?;
    let added = ridge * covariance.diag().mean().unwrap_or(0.0);
    let scale = values.mapv(|v| (v.max(0.0) + added).max(f64::MIN_POSITIVE).sqrt().recip());
    Some((&vectors * &scale).dot(&vectors.t()))
}

/// The falling sequence that is nearest in squares (pool adjacent violators): by chance a weaker direction of the fit
/// may have a larger held-out correlation.
fn falling(values: &Array1<f64>) -> Array1<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new(); // mean, length
    for &value in values {
        pools.push((value, 1));
        while let [.., before, last] = pools[..] {
            if before.0 >= last.0 {
                break;
            }
            let n = before.1 + last.1;
            let mean = (before.0 * before.1 as f64 + last.0 * last.1 as f64) / n as f64;
            pools.truncate(pools.len() - 2);
            pools.push((mean, n));
        }
    }
    pools.into_iter().flat_map(|(mean, n)| std::iter::repeat_n(mean, n)).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    #[test]
    fn rising_values_are_pooled() {
        let found = falling(&array![0.9, 0.5, 0.7, 0.1, 0.3, 0.2]);
        let expected = array![0.9, 0.6, 0.6, 0.2, 0.2, 0.2];
        assert!((&found - &expected).iter().all(|x| x.abs() < 1e-12), "{found}");
    }

    /// Two true causes among noise, few rows: the fit finds correlations everywhere, held out only two remain.
    #[test]
    fn only_true_correlations_remain() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let mut normal = |rows: usize, columns: usize| {
            Array2::<f32>::from_shape_fn((rows, columns), |_| StandardNormal.sample(&mut rng))
        };
        let n = 240;
        let causes = normal(n, 2) * 3.0;
        let rows = PerModality { audio: 30, visual: 40 }
            .map(|dim| causes.dot(&normal(2, dim)) + normal(n, dim) * 2.0);
        let components =
            rows.as_ref().map(|rows| PrincipalComponents::fit(rows.view(), 25)).both().unwrap();
        let clip_starts: Vec<usize> = (0..=24).map(|clip| clip * 10).collect();
        let found = correlations(&components, &clip_starts, 0.01, 4).unwrap();
        let views = rows.as_ref().map(|rows| rows.view());
        let fitted = super::super::CanonicalCorrelation::fit(views, 25, 0.01).unwrap();
        assert!(fitted.correlations[2] > 0.4, "chance correlates on few rows");
        assert!(found[1] > 0.8 && found[2] < 0.15, "{found}");
        assert!(correlations(&components, &clip_starts[..3], 0.01, 4).is_none(), "too few clips");
    }
}
