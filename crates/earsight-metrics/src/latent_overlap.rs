//! How well two modalities share one space (§3.4): the numbers under Fig. 3.

use earsight_core::{Modality, PerModality};
use ndarray::{Array2, ArrayView2, Axis};

/// `‖mean of audio rows − mean of visual rows‖₂` (Liang et al. 2022); 0 is best.
///
/// # Shapes
/// - `means`: `[N, Z]` each
pub fn modality_gap(means: PerModality<ArrayView2<'_, f32>>) -> f64 {
    let centres = means.map(|rows| rows.mapv(f64::from).mean_axis(Axis(0)).unwrap_or_default());
    let apart = &centres.audio - &centres.visual;
    apart.dot(&apart).sqrt()
}

/// Fraction of samples closer than the true match (FOSCTTM, Liu et al. 2019), both ways; 0 is best, ½ is chance.
///
/// # Shapes
/// - `means`: `[N, Z]` each, row `i` of both from the same second
pub fn closer_than_true_match(means: PerModality<ArrayView2<'_, f32>>) -> f64 {
    let n = means.audio.nrows();
    let squared = squared_distances(means.audio, means.visual); // [N, N]
    let closer: f64 = n_closer(squared.view()).chain(n_closer(squared.t())).sum();
    closer / (2 * n * n.saturating_sub(1)).max(1) as f64
}

/// Mean reciprocal rank of the own second among those of the other modality, by distance of means, for each
/// modality as the query; 1 is best, chance is that of a random order. A tie is half a rank.
///
/// # Shapes
/// - `means`: `[N, Z]` each, row `i` of both from the same second
pub fn own_second_reciprocal_rank(means: PerModality<ArrayView2<'_, f32>>) -> PerModality<f64> {
    let n = means.audio.nrows().max(1) as f64;
    let squared = squared_distances(means.audio, means.visual); // [N, N], sound by picture
    PerModality { audio: squared.view(), visual: squared.t() }
        .map(|distances| n_closer(distances).map(|closer| 1.0 / (1.0 + closer)).sum::<f64>() / n)
}

/// For each row, the number of columns closer than its own. A tie is half a column, so that a collapsed latent scores
/// chance and not perfection.
fn n_closer(distances: ArrayView2<'_, f64>) -> impl Iterator<Item = f64> {
    (0..distances.nrows()).map(move |i| {
        let own = distances[[i, i]];
        let others = (0..distances.ncols()).filter(|&j| j != i).map(|j| distances[[i, j]]);
        let half = |other: f64| u8::from(other < own) + u8::from(other <= own);
        others.map(|other| f64::from(half(other))).sum::<f64>() / 2.0
    })
}

/// How often a row's nearest other row is of its own modality; ½ where the modalities mix, 1 where they are separate.
/// Nearest rows at one distance share the vote.
///
/// # Shapes
/// - `means`: `[N, Z]` each
pub fn nearest_neighbour_modality_accuracy(means: PerModality<ArrayView2<'_, f32>>) -> f64 {
    let n_rows = means.map(|rows| rows.nrows());
    let across = squared_distances(means.audio, means.visual);
    let mut votes = 0.0;
    for (own, rows) in means.iter() {
        let within = squared_distances(*rows, *rows);
        for i in 0..rows.nrows() {
            let own_modality = (0..rows.nrows()).filter(|&j| j != i).map(|j| within[[i, j]]);
            let other = match own {
                Modality::Audio => across.row(i),
                Modality::Visual => across.column(i),
            };
            let nearest =
                own_modality.clone().chain(other.iter().copied()).fold(f64::MAX, f64::min);
            let same = own_modality.filter(|&squared| squared == nearest).count();
            let others = other.iter().filter(|&&squared| squared == nearest).count();
            votes += same as f64 / (same + others).max(1) as f64;
        }
    }
    votes / (n_rows.audio + n_rows.visual).max(1) as f64
}

/// `‖a_i − b_j‖²`.
///
/// # Shapes
/// - `a`: `[N, D]`, `b`: `[M, D]` → `[N, M]`
pub fn squared_distances(a: ArrayView2<'_, f32>, b: ArrayView2<'_, f32>) -> Array2<f64> {
    Array2::from_shape_fn((a.nrows(), b.nrows()), |(i, j)| {
        a.row(i).iter().zip(b.row(j)).map(|(&x, &y)| (f64::from(x) - f64::from(y)).powi(2)).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn line(n: usize, shift: f32) -> Array2<f32> {
        Array2::from_shape_fn((n, 2), |(i, j)| (i * 2 + j) as f32 + shift)
    }

    #[test]
    fn a_shared_space_has_no_gap_and_mixes() {
        let rows = line(6, 0.0);
        let same = PerModality { audio: rows.view(), visual: rows.view() };
        assert_eq!((modality_gap(same), closer_than_true_match(same)), (0.0, 0.0));
        assert_eq!(nearest_neighbour_modality_accuracy(same), 0.0);
    }

    #[test]
    fn own_seconds_are_ranked_from_each_modality() {
        let audio = ndarray::array![[0.0_f32], [10.0], [20.0]];
        let visual = ndarray::array![[0.0_f32], [19.0], [11.0]];
        let means = PerModality { audio: audio.view(), visual: visual.view() };
        // Second 0 is first; the sounds of 1 and 2 are nearer to each other's pictures.
        let found = own_second_reciprocal_rank(means);
        assert!((found.audio - (1.0 + 0.5 + 0.5) / 3.0).abs() < 1e-12, "{found:?}");
        let pair = PerModality { audio: audio.view(), visual: audio.view() };
        let all = own_second_reciprocal_rank(pair);
        assert_eq!((all.audio, all.visual), (1.0, 1.0));
    }

    #[test]
    fn a_collapsed_space_scores_chance() {
        let flat = Array2::zeros((6, 2));
        let both = PerModality { audio: flat.view(), visual: flat.view() };
        assert!((own_second_reciprocal_rank(both).audio - 1.0 / 3.5).abs() < 1e-12);
        assert_eq!(closer_than_true_match(both), 0.5);
        let mixed = nearest_neighbour_modality_accuracy(both);
        assert!((mixed - 5.0 / 11.0).abs() < 1e-12, "{mixed}");
    }

    #[test]
    fn separate_modalities_are_recognized() {
        let (near, far) = (line(6, 0.0), line(6, 1000.0));
        let apart = PerModality { audio: near.view(), visual: far.view() };
        assert_eq!(nearest_neighbour_modality_accuracy(apart), 1.0);
        assert!((modality_gap(apart) - 1000.0 * 2.0_f64.sqrt()).abs() < 1e-6);
    }
}
