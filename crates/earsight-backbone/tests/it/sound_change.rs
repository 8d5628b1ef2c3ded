//! Onsets within seconds of sound.

use earsight_backbone::SoundChange;
use earsight_core::change::SoundStep;
use proptest::prelude::*;

const RATE_HZ: u32 = 16_000;

fn steps(samples: &[f32], n_segments: usize, n_chunk: usize) -> Vec<Vec<f32>> {
    let change = SoundChange::new(RATE_HZ);
    let mut rows = change.rows();
    let mut found: Vec<_> = samples.chunks(n_chunk).flat_map(|part| rows.push(part)).collect();
    found.extend(rows.finish(n_segments));
    assert_eq!(found.len(), n_segments);
    found.iter().flat_map(|row| row.chunks(SoundStep::WIDTH)).map(<[f32]>::to_vec).collect()
}

#[test]
fn clicks_are_onsets_at_their_steps() {
    let clicks = [5, 17, 30];
    let mut sound = vec![0.0; 3 * RATE_HZ as usize];
    for step in clicks {
        let start = (step as f32 + 0.5) * RATE_HZ as f32 / 12.0;
        for (idx, sample) in sound[start as usize..][..200].iter_mut().enumerate() {
            *sample = if idx % 2 == 0 { 0.8 } else { -0.3 };
        }
    }
    let steps = steps(&sound, 3, 4000);
    let mut by_onset: Vec<usize> = (0..steps.len()).collect();
    by_onset
        .sort_by(|&a, &b| steps[b][SoundStep::SHARPEST].total_cmp(&steps[a][SoundStep::SHARPEST]));
    by_onset.truncate(3);
    by_onset.sort_unstable();
    assert_eq!(by_onset, clicks);
    for step in clicks {
        assert!(steps[step][SoundStep::RISE] > 1.0);
        assert!(steps[step][SoundStep::ONSETS].iter().all(|&onset| onset >= 0.0));
    }
}

#[test]
fn silence_has_no_onset() {
    for (samples, n_segments) in [(vec![0.0; 3 * RATE_HZ as usize], 3), (vec![], 2)] {
        for step in steps(&samples, n_segments, 1000) {
            assert!(step[SoundStep::ONSETS.start..].iter().all(|&onset| onset == 0.0));
            assert!(step[SoundStep::LEVELS].iter().all(|&level| level < -25.0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_do_not_depend_on_pieces_and_are_finite(
        seed in any::<u32>(), n in 1_usize..40_000, n_chunk in 1_usize..9_000,
    ) {
        let noise = |idx: usize| {
            let bits = (idx as u32).wrapping_add(seed).wrapping_mul(2_654_435_761) >> 8;
            bits as f32 / (1 << 23) as f32 - 1.0
        };
        let sound: Vec<f32> = (0..n).map(noise).collect();
        let whole = steps(&sound, 3, usize::MAX);
        prop_assert!(whole.iter().flatten().all(|value| value.is_finite()));
        prop_assert_eq!(whole, steps(&sound, 3, n_chunk));
    }
}
