//! Samples and frames: equal for equal seeds, and as planned.

use earsight_sample::{ClipPlan, ClipStreams, KINDS, SampleConfig, TakeStreams};

fn small(seed: u64) -> SampleConfig {
    SampleConfig {
        seed,
        n_clips: 16,
        clip_secs: 10,
        width_px: 96,
        height_px: 72,
        frames_per_sec: 4,
    }
}

/// FNV-1a, 64 bit.
fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Hashes of all samples and of all pixels of a clip.
fn hashes(config: &SampleConfig, clip_idx: usize) -> (u64, u64) {
    let plan = ClipPlan::new(config, clip_idx);
    let streams = ClipStreams::new(config, &plan);
    let samples = hash(streams.samples().into_iter().flat_map(i16::to_le_bytes));
    let pixels = hash((0..config.n_frames()).flat_map(|frame_idx| streams.frame(frame_idx)));
    (samples, pixels)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    for (clip_idx, kind) in KINDS.iter().enumerate() {
        let (once, again) = (hashes(&small(3), clip_idx), hashes(&small(3), clip_idx));
        assert_eq!(once, again, "{}", kind.name);
        let other = hashes(&small(4), clip_idx);
        assert!(once.0 != other.0 && once.1 != other.1, "{}", kind.name);
    }
}

/// A change of any sample or pixel has to be intended.
///
/// On x86-64 only: another processor's vector units may round an edge of a shape differently.
#[cfg(target_arch = "x86_64")]
#[test]
fn the_bytes_of_seed_0_do_not_change() {
    let found: Vec<(u64, u64)> = (0..KINDS.len()).map(|idx| hashes(&small(0), idx)).collect();
    let all = hash(
        found
            .iter()
            .flat_map(|&(samples, pixels)| [samples.to_le_bytes(), pixels.to_le_bytes()].concat()),
    );
    assert_eq!(all, 11_985_404_884_328_396_722, "hashes per clip {found:x?}");
}

#[test]
fn frames_do_not_depend_on_the_order_in_which_they_are_drawn() {
    let config = small(3);
    let plan = ClipPlan::new(&config, 4);
    let forwards = ClipStreams::new(&config, &plan);
    let forwards: Vec<_> = (0..config.n_frames()).map(|idx| forwards.frame(idx)).collect();
    let backwards = ClipStreams::new(&config, &plan);
    for idx in (0..config.n_frames()).rev() {
        assert_eq!(backwards.frame(idx), forwards[idx as usize]);
    }
}

#[test]
fn the_event_is_in_both_modalities_in_its_span_and_nowhere_else() {
    let config = small(9);
    for clip_idx in 0..KINDS.len() {
        let plan = ClipPlan::new(&config, clip_idx);
        let whole_secs = f64::from(config.clip_secs);
        let take = |take, secs| TakeStreams::new(take, secs, config.width_px, config.height_px);
        let event = take(plan.event, plan.span.len as f64);
        let background = take(plan.background.visual, whole_secs);
        let (event_sound, background_sound) =
            (event.sound(), take(plan.background.audio, whole_secs).sound());
        let streams = ClipStreams::new(&config, &plan);
        let samples = streams.samples();
        assert_eq!(samples.len(), 441_000);
        let fade = 441;
        for second in 0..10 {
            let inside = plan.span.range().contains(&second);
            let range = second * 44_100 + fade..(second + 1) * 44_100 - fade;
            let first = plan.span.start * 44_100;
            for at in range.step_by(7) {
                let expected = if inside { event_sound[at - first] } else { background_sound[at] };
                assert!((f64::from(samples[at]) / 32_767.0 - expected).abs() < 1e-4);
            }
            for step in 0..config.frames_per_sec {
                let idx = second as u32 * config.frames_per_sec + step;
                let time_secs = (f64::from(idx) + 0.5) / f64::from(config.frames_per_sec);
                let expected = if inside {
                    event.frame(time_secs - plan.span.start as f64)
                } else {
                    background.frame(time_secs)
                };
                assert_eq!(streams.frame(idx), expected);
            }
        }
    }
}

#[test]
fn loudness_and_motion_do_not_reveal_the_event() {
    let config = SampleConfig { n_clips: 96, ..small(21) };
    let (mut louder, mut livelier) = (0_usize, 0_usize);
    for clip_idx in 0..config.n_clips {
        let plan = ClipPlan::new(&config, clip_idx);
        let streams = ClipStreams::new(&config, &plan);
        let samples = streams.samples();
        let frames: Vec<_> = (0..config.n_frames()).map(|idx| streams.frame(idx)).collect();
        let per_sec = config.frames_per_sec as usize;
        let mean_of = |values: &dyn Fn(usize) -> f64, inside: bool| {
            let seconds = (0..10).filter(|second| plan.span.range().contains(second) == inside);
            let values: Vec<f64> = seconds.map(values).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        let power = |second: usize| {
            let part = &samples[second * 44_100..(second + 1) * 44_100];
            part.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>()
        };
        // Differences within a second only: a cut is visible in any video.
        let motion = |second: usize| {
            let part = &frames[second * per_sec..(second + 1) * per_sec];
            let differences = part.windows(2).map(|pair| {
                pair[0].iter().zip(&pair[1]).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>()
            });
            differences.sum()
        };
        louder += usize::from(mean_of(&power, true) > mean_of(&power, false));
        livelier += usize::from(mean_of(&motion, true) > mean_of(&motion, false));
    }
    // Half of 96, give or take four standard deviations (20).
    assert!((28..=68).contains(&louder), "{louder} of 96 events are louder");
    assert!((28..=68).contains(&livelier), "{livelier} of 96 events move more");
}
