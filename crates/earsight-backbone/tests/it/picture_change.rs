//! Motion within seconds of video.

use earsight_backbone::PictureChange;
use earsight_core::Frame;
use earsight_core::change::PictureStep;

/// Width and height of a frame.
const SIDE_PX: usize = 64;

/// A white square of 8 pixels with its corner there.
fn square(left: usize, top: usize) -> Frame {
    let mut rgb = vec![0; SIDE_PX * SIDE_PX * 3];
    for y in top..top + 8 {
        rgb[(y * SIDE_PX + left) * 3..][..24].fill(255);
    }
    Frame::new(SIDE_PX as u32, SIDE_PX as u32, rgb).unwrap()
}

fn steps(frames: &[Frame]) -> Vec<Vec<f32>> {
    let mut change = PictureChange::default();
    let mut row: Vec<f32> =
        frames.iter().filter_map(|frame| change.push(frame)).flatten().collect();
    while row.len() < frames.len().next_multiple_of(12) * PictureStep::WIDTH {
        row.extend(change.hold().into_iter().flatten());
    }
    row.chunks(PictureStep::WIDTH).map(<[f32]>::to_vec).collect()
}

#[test]
fn a_moving_square_is_motion_in_the_blocks_it_leaves_and_enters() {
    // From block (0, 2) to block (1, 2) and on to block (2, 2).
    let found = steps(&[square(0, 16), square(8, 16), square(16, 16)]);
    assert_eq!(found.len(), 12);
    // The first step repeats the second.
    for (step, moved) in [(0, vec![16, 17]), (1, vec![16, 17]), (2, vec![17, 18]), (3, vec![])] {
        for (block, &motion) in found[step][PictureStep::MOTIONS].iter().enumerate() {
            let expected = if moved.contains(&block) { 1.0 } else { 0.0 };
            assert!((motion - expected).abs() < 1e-5, "step {step}, block {block}: {motion}");
        }
    }
    assert!((found[1][PictureStep::GREYS.start + 4] - 0.25).abs() < 1e-5);
}

#[test]
fn equal_frames_have_no_motion() {
    for frames in [vec![square(3, 5); 24], vec![square(3, 5)], vec![]] {
        for step in steps(&frames) {
            assert!(step[PictureStep::MOTIONS].iter().all(|&motion| motion == 0.0));
            assert!(step.iter().all(|value| value.is_finite()));
        }
    }
    assert!(PictureChange::default().hold().is_none());
}
