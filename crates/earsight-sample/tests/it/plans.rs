//! Configs in range, and plans whose positions and backgrounds carry no information.

use earsight_sample::{ClipPlan, KINDS, SampleConfig};

#[test]
fn an_error_names_the_config_value_out_of_range() {
    let check = |change: fn(&mut SampleConfig), part: &str| {
        let mut config = SampleConfig::default();
        config.check().unwrap();
        change(&mut config);
        let message = config.check().unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    };
    check(|config| config.n_clips = 0, "n_clips");
    check(|config| config.clip_secs = 2, "3..=60");
    check(|config| config.width_px = 321, "even");
    check(|config| config.frames_per_sec = 0, "frames_per_sec");
}

fn plans(n_clips: usize) -> Vec<ClipPlan> {
    let config = SampleConfig { seed: 11, ..SampleConfig::default() };
    (0..n_clips).map(|clip_idx| ClipPlan::new(&config, clip_idx)).collect()
}

#[test]
fn every_clip_has_three_different_kinds() {
    for plan in plans(2000) {
        let (audio, visual) = (plan.background.audio.kind_idx, plan.background.visual.kind_idx);
        assert!(audio != visual);
        assert!(![audio, visual].contains(&plan.event.kind_idx));
        assert!(plan.span.end() <= 10 && (2..=9).contains(&plan.span.len));
    }
}

#[test]
fn every_length_and_every_start_within_it_is_equally_likely() {
    let plans = plans(40_000);
    for len in 2..=9 {
        let starts: Vec<usize> =
            plans.iter().filter(|plan| plan.span.len == len).map(|plan| plan.span.start).collect();
        // Five standard deviations of the binomial counts.
        let check = |found: usize, expected: f64| {
            assert!((found as f64 - expected).abs() < 5.0 * expected.sqrt(), "{found} {expected}");
        };
        check(starts.len(), 40_000.0 / 8.0);
        for start in 0..=10 - len {
            let found = starts.iter().filter(|&&found| found == start).count();
            check(found, starts.len() as f64 / (11 - len) as f64);
        }
    }
}

#[test]
fn the_background_kind_is_independent_of_the_event() {
    let mut counts = vec![vec![0_usize; KINDS.len()]; KINDS.len()];
    let plans = plans(20_000);
    for plan in &plans {
        counts[plan.event.kind_idx][plan.background.visual.kind_idx] += 1;
    }
    let expected = plans.len() as f64 / (KINDS.len() * (KINDS.len() - 1)) as f64;
    for (event, row) in counts.iter().enumerate() {
        for (visual, &count) in row.iter().enumerate().filter(|&(visual, _)| visual != event) {
            let off = (count as f64 - expected).abs();
            assert!(off < 5.0 * expected.sqrt(), "{event} {visual}: {count}, {expected}");
        }
    }
}

#[test]
fn a_plan_depends_on_seed_and_index_only() {
    let config = SampleConfig::default();
    let shorter = SampleConfig { n_clips: 3, ..config.clone() };
    assert_eq!(ClipPlan::new(&config, 2), ClipPlan::new(&shorter, 2));
    let other = SampleConfig { seed: 1, ..config.clone() };
    assert_ne!(ClipPlan::new(&config, 2).event.seed, ClipPlan::new(&other, 2).event.seed);
}
