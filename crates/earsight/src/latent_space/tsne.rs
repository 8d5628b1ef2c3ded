//! Exact t-SNE (van der Maaten & Hinton 2008), for the few hundred points of a figure.
//!
//! It starts from the first two principal directions, so nothing is drawn at random.

use earsight_metrics::squared_distances;
use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::pca::principal_plane;

/// Effective number of neighbours (SPEC §16).
const PERPLEXITY: f64 = 30.0;
/// Gradient steps (SPEC §16).
const N_ITERATIONS: usize = 1000;
/// Steps during which attraction is exaggerated twelvefold.
const EXAGGERATED_STEPS: usize = 250;
const EXAGGERATION: f64 = 12.0;

/// # Shapes
/// - `points`: `[N, D]` → `[N, 2]`
pub(super) fn fit(points: ArrayView2<'_, f32>) -> Array2<f32> {
    let n = points.nrows();
    let mut plane = narrow_start(points);
    if n < 4 {
        return plane.mapv(|x| x as f32);
    }
    let perplexity = PERPLEXITY.min((n - 1) as f64 / 3.0);
    let affinities = joint_affinities(&squared_distances(points, points), perplexity);
    let learning_rate = (n as f64 / EXAGGERATION / 4.0).max(50.0);
    let mut velocity = Array2::<f64>::zeros((n, 2));
    let mut gains = Array2::<f64>::ones((n, 2));
    for step in 0..N_ITERATIONS {
        let early = step < EXAGGERATED_STEPS;
        let attraction = if early { EXAGGERATION } else { 1.0 };
        let momentum = if early { 0.5 } else { 0.8 };
        let gradient = gradient(&affinities, &plane, attraction);
        ndarray::Zip::from(&mut velocity).and(&mut gains).and(&gradient).for_each(|v, gain, &g| {
            *gain = if (g > 0.0) == (*v > 0.0) { (*gain * 0.8).max(0.01) } else { *gain + 0.2 };
            *v = momentum * *v - learning_rate * *gain * g;
        });
        plane += &velocity;
    }
    let centre = plane.mean_axis(Axis(0)).unwrap_or_default();
    (plane - &centre).mapv(|x| x as f32)
}

/// The first two principal directions, scaled to a spread of 1e-4.
fn narrow_start(points: ArrayView2<'_, f32>) -> Array2<f64> {
    let (plane, _) = principal_plane(points);
    let spread = plane.column(0).mapv(|x: f64| x * x).mean().unwrap_or(0.0).sqrt().max(1e-12);
    plane * (1e-4 / spread)
}

/// `p_ij`, symmetric, summing to 1; each row's bandwidth is searched so that its entropy is `ln perplexity`.
fn joint_affinities(squared: &Array2<f64>, perplexity: f64) -> Array2<f64> {
    let n = squared.nrows();
    let mut conditional = Array2::zeros((n, n));
    for (i, mut row) in conditional.rows_mut().into_iter().enumerate() {
        row.assign(&row_affinities(squared.row(i).to_owned(), i, perplexity.ln()));
    }
    let joint = (&conditional + &conditional.t()) / (2.0 * n as f64);
    joint.mapv(|p| p.max(1e-12))
}

fn row_affinities(squared: Array1<f64>, own: usize, target_entropy: f64) -> Array1<f64> {
    let nearest = squared
        .iter()
        .enumerate()
        .filter(|&(j, _)| j != own)
        .map(|(_, &d)| d)
        .fold(f64::MAX, f64::min);
    let (mut low, mut high, mut precision) = (0.0, f64::INFINITY, 1.0);
    let mut affinities = Array1::zeros(squared.len());
    for _ in 0..64 {
        affinities = squared.mapv(|d| (-(d - nearest) * precision).exp());
        affinities[own] = 0.0;
        let sum = affinities.sum();
        affinities /= sum;
        let entropy: f64 = affinities.iter().filter(|&&p| p > 0.0).map(|&p| -p * p.ln()).sum();
        if (entropy - target_entropy).abs() < 1e-5 {
            break;
        }
        if entropy > target_entropy {
            low = precision;
            precision = if high.is_finite() { (low + high) / 2.0 } else { precision * 2.0 };
        } else {
            high = precision;
            precision = (low + high) / 2.0;
        }
    }
    affinities
}

/// `4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + ‖y_i − y_j‖²)`.
fn gradient(affinities: &Array2<f64>, plane: &Array2<f64>, attraction: f64) -> Array2<f64> {
    let n = plane.nrows();
    let mut kernel = Array2::<f64>::zeros((n, n));
    for i in 0..n {
        let (xi, yi) = (plane[[i, 0]], plane[[i, 1]]);
        for j in 0..i {
            let squared = (xi - plane[[j, 0]]).powi(2) + (yi - plane[[j, 1]]).powi(2);
            let weight = (1.0 + squared).recip();
            kernel[[i, j]] = weight;
            kernel[[j, i]] = weight;
        }
    }
    let sum = kernel.sum().max(1e-300);
    let mut gradient = Array2::zeros((n, 2));
    for i in 0..n {
        let (xi, yi) = (plane[[i, 0]], plane[[i, 1]]);
        let (mut gx, mut gy) = (0.0, 0.0);
        for j in 0..n {
            let weight = kernel[[i, j]];
            let pull = 4.0 * (attraction * affinities[[i, j]] - weight / sum) * weight;
            gx += pull * (xi - plane[[j, 0]]);
            gy += pull * (yi - plane[[j, 1]]);
        }
        gradient[[i, 0]] = gx;
        gradient[[i, 1]] = gy;
    }
    gradient
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_far_clouds_stay_apart() {
        let points = Array2::from_shape_fn((40, 5), |(i, j)| {
            let wiggle = ((i * 5 + j) as f32 * 1.7).sin() * 0.1;
            if i < 20 { wiggle } else { 10.0 + wiggle }
        });
        let plane = fit(points.view());
        assert!(plane.iter().all(|x| x.is_finite()));
        let centre = |range: std::ops::Range<usize>| {
            plane.slice(ndarray::s![range, ..]).mean_axis(Axis(0)).unwrap()
        };
        let (first, second) = (centre(0..20), centre(20..40));
        let between = (&first - &second).mapv(|x| x * x).sum().sqrt();
        let within = (0..20)
            .map(|i| (&plane.row(i) - &first).mapv(|x| x * x).sum().sqrt())
            .fold(0.0_f32, f32::max);
        assert!(between > 1.5 * within, "between {between}, within {within}");
        assert_eq!(plane, fit(points.view()));
    }

    #[test]
    fn identical_points_do_not_break_it() {
        let plane = fit(Array2::ones((12, 3)).view());
        assert!(plane.iter().all(|x| x.is_finite()));
    }
}
