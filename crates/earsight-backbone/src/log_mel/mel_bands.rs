//! Triangular filters on the mel scale.

/// Mel bands, each a weighted sum of neighbouring bins of a spectrum.
pub(super) struct MelBands(Vec<Band>);

struct Band {
    first_bin: usize,
    weights: Vec<f64>,
}

impl MelBands {
    /// Triangles that rise from an edge to 1 at the next one and fall to the one after it; `position` of a bin is in
    /// the unit of the edges.
    pub(super) fn triangles(edges: &[f64], n_bins: usize, position: impl Fn(usize) -> f64) -> Self {
        let band = |edges: &[f64]| {
            let weight = |bin| {
                let rising = (position(bin) - edges[0]) / (edges[1] - edges[0]);
                let falling = (edges[2] - position(bin)) / (edges[2] - edges[1]);
                rising.min(falling).max(0.0)
            };
            let all: Vec<f64> = (0..n_bins).map(weight).collect();
            let first_bin = all.iter().position(|&w| w > 0.0).unwrap_or(0);
            let end = all.iter().rposition(|&w| w > 0.0).map_or(0, |last| last + 1);
            Band { first_bin, weights: all[first_bin.min(end)..end].to_vec() }
        };
        MelBands(edges.windows(3).map(band).collect())
    }

    /// Triangles that are equally wide on HTK's mel scale and linear in hertz, over the spectrum of `n_fft` samples.
    pub(super) fn htk(range_hz: [f64; 2], n_bands: usize, n_fft: usize, rate_hz: f64) -> Self {
        let [lowest, highest] = range_hz.map(mel_of_hz);
        let mels = equally_spaced(lowest, highest, n_bands + 2);
        let edges: Vec<f64> = mels.into_iter().map(hz_of_mel).collect();
        MelBands::triangles(&edges, n_fft / 2 + 1, |bin| bin as f64 * rate_hz / n_fft as f64)
    }

    /// Adds a last band: the sum of all bins.
    pub(super) fn with_total(mut self, n_bins: usize) -> Self {
        self.0.push(Band { first_bin: 0, weights: vec![1.0; n_bins] });
        self
    }

    /// Scales every band's weights to the sum 1.
    pub(super) fn normalized(mut self) -> Self {
        for band in &mut self.0 {
            let sum: f64 = band.weights.iter().sum();
            band.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        self
    }

    /// Number of bands.
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

fn mel_of_hz(hz: f64) -> f64 {
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
