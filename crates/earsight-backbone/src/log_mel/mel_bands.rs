//! Triangles on the mel scale.

/// Bands of pitch, each a weighted sum of a few neighbouring bins of a spectrum.
pub(super) struct MelBands(Vec<Band>);

struct Band {
    first_bin: usize,
    weights: Vec<f64>,
}

impl MelBands {
    /// Bands from the weight of every bin: `weights_of(band, bin)`.
    pub(super) fn from_fn(
        n_bands: usize,
        n_bins: usize,
        weight: impl Fn(usize, usize) -> f64,
    ) -> Self {
        let band = |idx| {
            let all: Vec<f64> = (0..n_bins).map(|bin| weight(idx, bin).max(0.0)).collect();
            let first_bin = all.iter().position(|&w| w > 0.0).unwrap_or(0);
            let end = all.iter().rposition(|&w| w > 0.0).map_or(0, |last| last + 1);
            Band { first_bin, weights: all[first_bin.min(end)..end].to_vec() }
        };
        MelBands((0..n_bands).map(band).collect())
    }

    /// Scales every band's weights to the sum 1.
    pub(super) fn normalized(mut self) -> Self {
        for band in &mut self.0 {
            let sum: f64 = band.weights.iter().sum();
            band.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        self
    }

    /// How many bands there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The sum of each band.
    pub(super) fn sums<'a>(&'a self, bins: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        self.0.iter().map(|band| {
            band.weights.iter().zip(&bins[band.first_bin..]).map(|(weight, bin)| weight * bin).sum()
        })
    }
}

/// A triangle that rises from `edges[0]` to 1 at `edges[1]` and falls to `edges[2]`.
pub(super) fn triangle(edges: [f64; 3], at: f64) -> f64 {
    let rising = (at - edges[0]) / (edges[1] - edges[0]);
    let falling = (edges[2] - at) / (edges[2] - edges[1]);
    rising.min(falling)
}

/// Corners of `n_bands` triangles that are equally wide on HTK's mel scale, in hertz: `n_bands + 2` of them.
pub(super) fn hz_edges(lowest_hz: f64, highest_hz: f64, n_bands: usize) -> Vec<f64> {
    let mels = equally_spaced(mel_of_hz(lowest_hz), mel_of_hz(highest_hz), n_bands + 2);
    mels.into_iter().map(hz_of_mel).collect()
}

pub(super) fn mel_of_hz(hz: f64) -> f64 {
    2595.0 * (1.0 + hz / 700.0).log10()
}

fn hz_of_mel(mel: f64) -> f64 {
    700.0 * (10f64.powf(mel / 2595.0) - 1.0)
}

/// `n` numbers from `first` to `last`, equally far apart.
pub(super) fn equally_spaced(first: f64, last: f64, n: usize) -> Vec<f64> {
    let step = (last - first) / (n as f64 - 1.0);
    (0..n).map(|idx| first + step * idx as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_peaks_at_its_middle_edge() {
        let edges = [1.0, 2.0, 4.0];
        assert_eq!(triangle(edges, 2.0), 1.0);
        assert_eq!(triangle(edges, 3.0), 0.5);
        assert!(triangle(edges, 0.5) < 0.0 && triangle(edges, 5.0) < 0.0);
    }

    #[test]
    fn bands_hold_only_the_bins_they_weigh() {
        let edges = [[0.0, 2.0, 4.0], [2.0, 4.0, 6.0]];
        let bands = MelBands::from_fn(2, 8, |band, bin| triangle(edges[band], bin as f64));
        assert_eq!(bands.0[1].first_bin, 3);
        let sums: Vec<f64> = bands.sums(&[1.0; 8]).collect();
        assert_eq!(sums, [2.0, 2.0]);
        let unit: Vec<f64> = bands.normalized().sums(&[3.0; 8]).collect();
        assert_eq!(unit, [3.0, 3.0]);
    }
}
