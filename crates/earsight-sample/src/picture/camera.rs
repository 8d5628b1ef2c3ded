//! Where a take's thing lies in the frame, and how the hand that holds the camera shakes.

use tiny_skia::Transform;

use crate::Performance;

/// Pixels of scenery beyond each edge of the frame, as a share of its height.
const MARGIN: f64 = 0.08;

/// Where things lie in the frame of one take.
pub(crate) struct Camera {
    width_px: u32,
    height_px: u32,
}

impl Camera {
    /// A camera for frames of that size.
    pub fn new(width_px: u32, height_px: u32) -> Self {
        Camera { width_px, height_px }
    }

    /// Width and height of a frame.
    pub fn size_px(&self) -> (u32, u32) {
        (self.width_px, self.height_px)
    }

    /// Pixels of scenery beyond each edge of the frame.
    pub fn margin_px(&self) -> u32 {
        (MARGIN * f64::from(self.height_px)).ceil() as u32
    }

    /// How far the picture is moved at a time, in whole pixels within the margin.
    pub fn shift_px(&self, performance: &Performance, time_secs: f64) -> (i32, i32) {
        let reach = f64::from(self.margin_px()) * performance.vary(900, 0.1..0.95);
        let shift = |slot| (reach * performance.wander(slot, time_secs, 0.35)).round() as i32;
        (shift(1), shift(2))
    }

    /// The transforms of the thing and of the whole frame at a time.
    pub fn views(&self, performance: &Performance, time_secs: f64) -> (Transform, Transform) {
        let (shift_x, shift_y) = self.shift_px(performance, time_secs);
        let (width, height) = (f64::from(self.width_px), f64::from(self.height_px));
        let half = height / 2.0;
        let frame = Transform::from_row(
            half as f32,
            0.0,
            0.0,
            half as f32,
            (width / 2.0 + f64::from(shift_x)) as f32,
            (half + f64::from(shift_y)) as f32,
        );
        let scale = performance.vary(901, 0.55..0.95);
        let spare_x = (width / height - scale).max(0.0);
        let x = performance.vary(902, -0.75..0.75) * spare_x;
        let y = performance.vary(903, -0.6..0.9) * (1.0 - scale);
        let lean = performance.vary(904, -8.0..8.0);
        let flip = if performance.vary(905, 0.0..1.0) < 0.5 { -1.0 } else { 1.0 };
        let thing = frame
            .pre_translate(x as f32, y as f32)
            .pre_rotate(lean as f32)
            .pre_scale((flip * scale) as f32, scale as f32);
        (thing, frame)
    }
}
