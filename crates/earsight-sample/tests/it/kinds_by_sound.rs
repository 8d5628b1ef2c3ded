//! Kinds are recognized by their sounds: nearest class means of a few spectral features.

use earsight_sample::{KINDS, Take, TakeStreams};
use realfft::RealFftPlanner;

const N_FFT: usize = 2048;
const SECS: f64 = 2.0;
const N_TRAIN: u64 = 10;
const N_TEST: u64 = 6;

/// Means and deviations over time of log energies in eleven octave-like bands, flatness and loudness.
fn features(kind_idx: usize, seed: u64) -> Vec<f64> {
    let sound = TakeStreams::new(Take { kind_idx, seed }, SECS, 32, 32).sound();
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(N_FFT);
    let rows: Vec<Vec<f64>> = sound
        .chunks_exact(N_FFT)
        .map(|frame| {
            let mut spectrum = fft.make_output_vec();
            fft.process(&mut frame.to_vec(), &mut spectrum).unwrap();
            let powers: Vec<f64> = spectrum.iter().map(|bin| bin.norm_sqr() + 1e-9).collect();
            let edges = [2, 4, 7, 12, 20, 34, 56, 92, 150, 245, 400, 800];
            let mut row: Vec<f64> = edges
                .windows(2)
                .map(|edge| powers[edge[0]..edge[1]].iter().sum::<f64>().ln())
                .collect();
            let mean = row.iter().sum::<f64>() / row.len() as f64;
            row.iter_mut().for_each(|band| *band -= mean);
            let log_mean = powers.iter().map(|p| p.ln()).sum::<f64>() / powers.len() as f64;
            let total = powers.iter().sum::<f64>();
            row.push(2.0 * (log_mean - (total / powers.len() as f64).ln()));
            row.push(total.ln());
            row
        })
        .collect();
    let n = rows.len() as f64;
    let n_columns = rows[0].len();
    let mean = |column: usize| rows.iter().map(|row| row[column]).sum::<f64>() / n;
    let spread = |column: usize| {
        let mean = mean(column);
        (rows.iter().map(|row| (row[column] - mean).powi(2)).sum::<f64>() / n).sqrt()
    };
    // Mean loudness is left out: it is random.
    let mut features: Vec<f64> = (0..n_columns - 1).map(mean).collect();
    features.extend((0..n_columns).map(spread));
    features
}

#[test]
fn kinds_are_recognized_by_sound() {
    let n_kinds = KINDS.len();
    let means: Vec<Vec<f64>> = (0..n_kinds)
        .map(|kind_idx| {
            let rows: Vec<_> = (0..N_TRAIN).map(|seed| features(kind_idx, seed)).collect();
            (0..rows[0].len())
                .map(|column| rows.iter().map(|row| row[column]).sum::<f64>() / rows.len() as f64)
                .collect()
        })
        .collect();
    let (mut n_right, mut misses) = (0, Vec::new());
    for (kind_idx, kind) in KINDS.iter().enumerate() {
        for seed in 1000..1000 + N_TEST {
            let row = features(kind_idx, seed);
            let distance =
                |mean: &[f64]| row.iter().zip(mean).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
            let nearest =
                (0..n_kinds).min_by(|&a, &b| distance(&means[a]).total_cmp(&distance(&means[b])));
            if nearest == Some(kind_idx) {
                n_right += 1;
            } else {
                misses.push((kind.name, nearest.map(|idx| KINDS[idx].name)));
            }
        }
    }
    let share = f64::from(n_right) / (n_kinds as u64 * N_TEST) as f64;
    println!(
        "{share:.3} of test performances, chance {:.3}; misses {misses:?}",
        1.0 / n_kinds as f64
    );
    assert!(share > 4.0 / n_kinds as f64, "{share}");
    for kind in KINDS {
        let missed = misses.iter().filter(|miss| miss.0 == kind.name).count() as u64;
        assert!(missed < N_TEST, "{} is never recognised", kind.name);
    }
}
