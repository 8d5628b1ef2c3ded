//! From one sample rate to another, in one pass, without loss at either end.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _};

/// Resamples one channel by FFT (rubato), chunk by chunk.
///
/// ffmpeg's own resampler loses a quarter of the energy close below the new Nyquist frequency.
/// The filter's delay is removed at the start and compensated at the end,
/// so that sample n of the output is that at n / rate, and there are `round(n_in · out / in)` samples.
#[derive(Debug)]
pub struct Resampling {
    /// `None` when both rates are the same.
    fft: Option<Fft<f64>>,
    rates_hz: (u32, u32),
    waiting: Vec<f64>,
    block: Vec<f64>,
    n_in: u64,
    n_out: u64,
    /// Samples of the filter's delay that are still to be dropped.
    n_delay: usize,
}

/// Samples of a block on the side of the higher rate; long enough for a cut-off at 0.99 of Nyquist.
const BLOCK: u64 = 4096;

impl Resampling {
    /// From `from_hz` to `to_hz`, both in 100 ..= 1,536,000.
    ///
    /// # Errors
    /// The reason, when a rate is out of that range.
    pub fn new(from_hz: u32, to_hz: u32) -> Result<Resampling, String> {
        for hz in [from_hz, to_hz] {
            if !(100..=1_536_000).contains(&hz) {
                return Err(format!("its sample rate of {hz} Hz is not between 100 and 1536000"));
            }
        }
        let fft = match from_hz == to_hz {
            true => None,
            false => {
                // The filter is centred in a block: only with an even number of samples
                // on both sides is its delay a whole number, so there are two smallest blocks or four, six, …
                let two_smallest = 2 * (from_hz / greatest_common_divisor(from_hz, to_hz)) as usize;
                let wanted = BLOCK * u64::from(from_hz) / u64::from(from_hz.max(to_hz));
                let block = (wanted.max(256) as usize).next_multiple_of(two_smallest);
                let (from, to) = (from_hz as usize, to_hz as usize);
                let fft = Fft::new_custom(
                    from,
                    to,
                    block,
                    1,
                    1,
                    rubato::WindowFunction::BlackmanHarris2,
                    FixedSync::Both,
                );
                Some(fft.map_err(|error| error.to_string())?)
            }
        };
        let n_delay = fft.as_ref().map_or(0, |fft| fft.output_delay());
        let block = vec![0.0; fft.as_ref().map_or(0, |fft| fft.output_frames_max())];
        let rates_hz = (from_hz, to_hz);
        Ok(Resampling { fft, rates_hz, waiting: vec![], block, n_in: 0, n_out: 0, n_delay })
    }

    /// Takes the next samples, and appends to `out` those that are complete.
    pub fn push(&mut self, samples: &[f64], out: &mut Vec<f32>) {
        self.n_in += samples.len() as u64;
        let Some(fft) = &mut self.fft else {
            self.n_out += samples.len() as u64;
            out.extend(samples.iter().map(|sample| *sample as f32));
            return;
        };
        self.waiting.extend_from_slice(samples);
        let n_block = fft.input_frames_next();
        let mut done = 0;
        while self.waiting.len() - done >= n_block {
            let n_written = one_block(fft, &self.waiting[done..done + n_block], &mut self.block);
            done += n_block;
            let n_dropped = self.n_delay.min(n_written);
            self.n_delay -= n_dropped;
            self.n_out += (n_written - n_dropped) as u64;
            out.extend(self.block[n_dropped..n_written].iter().map(|sample| *sample as f32));
        }
        self.waiting.drain(..done);
    }

    /// Appends the rest to `out`: afterwards it has got `round(n_in · out / in)` samples in all.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let Some(n_block) = self.fft.as_ref().map(|fft| fft.input_frames_next()) else { return };
        let n_in = self.n_in;
        let (from, to) = (u128::from(self.rates_hz.0), u128::from(self.rates_hz.1));
        let n_all = ((2 * u128::from(n_in) * to + from) / (2 * from)) as u64;
        let silence = vec![0.0; n_block];
        while self.n_out < n_all {
            self.push(&silence, out);
        }
        let n_over = (self.n_out - n_all) as usize;
        out.truncate(out.len().saturating_sub(n_over));
        (self.n_in, self.n_out) = (n_in, n_all);
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn one_block(fft: &mut Fft<f64>, samples: &[f64], block: &mut [f64]) -> usize {
    let n_block = block.len();
    let input = SequentialSlice::new(samples, 1, samples.len());
    let output = SequentialSlice::new_mut(block, 1, n_block);
    let (input, mut output) =
        input.and_then(|input| Ok((input, output?))).expect("one channel of its own length");
    let (_, n_written) = fft
        .process_into_buffer(&input, &mut output, None)
        .expect("a block has the size that the resampler needs");
    n_written
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    fn resample(from_hz: u32, to_hz: u32, samples: &[f64], n_chunk: usize) -> Vec<f32> {
        let mut resampling = Resampling::new(from_hz, to_hz).unwrap();
        let mut out = vec![];
        for chunk in samples.chunks(n_chunk) {
            resampling.push(chunk, &mut out);
        }
        resampling.finish(&mut out);
        out
    }

    fn tone(hz: f64, rate_hz: u32, n: usize) -> Vec<f64> {
        (0..n).map(|i| (TAU * hz * i as f64 / f64::from(rate_hz)).sin()).collect()
    }

    const RATES: [u32; 8] = [8_000, 11_025, 16_000, 22_050, 44_100, 47_999, 48_000, 96_000];

    #[test]
    fn frequencies_below_nyquist_keep_their_energy_and_those_above_are_removed() {
        // ffmpeg's default loses 25 % of the energy here.
        for hz in [7_000.0, 7_250.0, 7_500.0, 7_800.0] {
            let found = resample(44_100, 16_000, &tone(hz, 44_100, 44_100), 4410);
            let middle = &found[2_000..14_000];
            let energy = middle.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / 12_000.0;
            assert!((energy - 0.5).abs() < 0.005, "{hz} Hz: {energy}");
        }
        for hz in [8_300.0, 12_000.0] {
            let found = resample(44_100, 16_000, &tone(hz, 44_100, 44_100), 4410);
            let loudest = found[2_000..14_000].iter().fold(0.0_f32, |a, s| a.max(s.abs()));
            assert!(loudest < 1e-3, "{hz} Hz folds back: {loudest}");
        }
    }

    #[test]
    fn an_impulse_keeps_its_time() {
        for from_hz in RATES {
            let mut click = vec![0.0; from_hz as usize];
            let at = from_hz as usize / 4;
            click[at] = 1.0;
            let found = resample(from_hz, 44_100, &click, 777);
            let peak = (0..found.len()).max_by(|a, b| found[*a].total_cmp(&found[*b])).unwrap();
            let expected = at as f64 * 44_100.0 / f64::from(from_hz);
            assert!((peak as f64 - expected).abs() <= 0.5 + 1e-9, "{from_hz}: {peak} {expected}");
        }
    }

    #[test]
    fn rates_out_of_range_are_errors() {
        for hz in [0, 1, 99, 1_536_001, u32::MAX] {
            assert!(Resampling::new(hz, 44_100).is_err());
            assert!(Resampling::new(44_100, hz).is_err());
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn chunks_make_no_difference_and_the_length_is_rounded(
            rate in 0..RATES.len(), n in 0_usize..20_000, n_chunk in 1_usize..5_000,
        ) {
            let samples = tone(300.0, RATES[rate], n);
            let pieces = resample(RATES[rate], 16_000, &samples, n_chunk);
            let whole = resample(RATES[rate], 16_000, &samples, usize::MAX);
            let n_expected = (n as f64 * 16_000.0 / f64::from(RATES[rate])).round() as usize;
            proptest::prop_assert_eq!(pieces.len(), n_expected);
            proptest::prop_assert_eq!(pieces, whole);
        }
    }
}
