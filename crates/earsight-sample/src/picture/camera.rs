//! The position of the object in the frame, and the shake of a hand-held camera.

use std::f64::consts::TAU;

use tiny_skia::Transform;

use crate::Performance;

/// A camera for frames of one size.
pub(crate) struct Camera {
    pub width_px: u32,
    pub height_px: u32,
}

impl Camera {
    /// Pixels of scenery beyond each edge of the frame.
    pub fn margin_px(&self) -> u32 {
        self.height_px.div_ceil(12)
    }

    /// Shift of the picture at a time, in whole pixels within the margin: three slow sines each way.
    pub fn shift_px(&self, performance: &Performance, time_secs: f64) -> [i32; 2] {
        let reach = f64::from(self.margin_px()) * performance.vary(900, &(0.1..0.95));
        [910, 920].map(|slot| {
            let sines = (slot..).zip([0.35, 0.57, 0.22]).map(|(slot, rate_hz)| {
                f64::sin(TAU * (performance.vary(slot, &(0.0..1.0)) + rate_hz * time_secs))
            });
            (reach * sines.sum::<f64>() / 3.0).round() as i32
        })
    }

    /// From hundredths of the object, and of the whole frame, to pixels of a frame that is shifted by `shift_px`.
    pub fn views(&self, performance: &Performance, shift_px: [i32; 2]) -> [Transform; 2] {
        let (width, height) = (self.width_px as f32, self.height_px as f32);
        let [x, y] = shift_px.map(|shift| shift as f32);
        let frame = Transform::from_translate(width / 2.0 + x, height / 2.0 + y)
            .pre_scale(height / 200.0, height / 200.0);
        let vary = |slot, range| performance.vary(slot, &range) as f32;
        let scale = vary(901, 0.55..0.95);
        let x = vary(902, -75.0..75.0) * (width / height - scale).max(0.0);
        let y = vary(903, -60.0..90.0) * (1.0 - scale);
        let flip = if vary(905, 0.0..1.0) < 0.5 { -scale } else { scale };
        let lean = vary(904, -8.0..8.0);
        [frame.pre_translate(x, y).pre_rotate(lean).pre_scale(flip, scale), frame]
    }
}
