//! The samples and frames of a clip.

use earsight_core::{Frame, Modality, PerModality};
use tiny_skia::{Color, Pixmap};

use crate::picture::{Camera, Painter, scenery};
use crate::sound::{RATE_HZ, loudness, n_samples};
use crate::{ClipPlan, KINDS, Kind, Performance, SampleConfig, Take};

/// Loudness of takes, root mean square against full scale: event and background alike.
const LEVEL_DB: std::ops::Range<f64> = -27.0..-19.0;

/// One take, ready to be rendered.
pub struct TakeStreams {
    kind: &'static Kind,
    performance: Performance,
    colors: Vec<Color>,
    scenery: Pixmap,
    camera: Camera,
}

impl TakeStreams {
    /// Performs a take for `secs` seconds, for frames of that size.
    pub fn new(take: Take, secs: f64, width_px: u32, height_px: u32) -> Self {
        let kind = &KINDS[take.kind_idx];
        let performance = kind.perform(take.seed, secs);
        let colors =
            (0..).zip(kind.colors).map(|(slot, hsl)| hsl.color(&performance, slot)).collect();
        let camera = Camera { width_px, height_px };
        let scenery = scenery(&camera, &performance);
        TakeStreams { kind, performance, colors, scenery, camera }
    }

    /// What sound and picture follow.
    pub fn performance(&self) -> &Performance {
        &self.performance
    }

    /// The sound at its loudness, in −1..1, one channel at [`crate::SOUND_RATE_HZ`].
    pub fn sound(&self) -> Vec<f64> {
        let mut sound = self.kind.sound(&self.performance);
        loudness::level(&mut sound, self.performance.vary(899, &LEVEL_DB));
        sound
    }

    /// The frame at a time.
    pub fn frame(&self, time_secs: f64) -> Frame {
        let (width, height) = (self.camera.width_px, self.camera.height_px);
        let mut pixmap = Pixmap::new(width, height).expect("a take's frames have a size");
        self.draw(time_secs, &mut pixmap);
        Frame::new(width, height, rgb_bytes(&pixmap)).expect("three bytes for each pixel")
    }

    /// Draws the frame at a time into `pixmap`, which has the size given at the start.
    fn draw(&self, time_secs: f64, pixmap: &mut Pixmap) {
        self.copy_scenery(time_secs, pixmap);
        let (performance, colors) = (&self.performance, &self.colors[..]);
        let (view, frame_view) = self.camera.views(performance, time_secs);
        let mut painter = Painter { pixmap, performance, colors, time_secs, frame_view };
        painter.draw(self.kind.picture, view);
    }

    /// The part of the scenery that the camera sees, row by row.
    fn copy_scenery(&self, time_secs: f64, pixmap: &mut Pixmap) {
        let [shift_x, shift_y] = self.camera.shift_px(&self.performance, time_secs);
        let margin = self.camera.margin_px() as i32;
        let (left, top) = ((margin - shift_x) as usize, (margin - shift_y) as usize);
        let (width, stride) = (pixmap.width() as usize, self.scenery.width() as usize);
        let rows = self.scenery.pixels().chunks(stride).skip(top);
        for (seen, row) in pixmap.pixels_mut().chunks_mut(width).zip(rows) {
            seen.copy_from_slice(&row[left..left + width]);
        }
    }
}

/// A clip as samples and frames, before any encoder: equal bytes for equal plans.
pub struct ClipStreams<'a> {
    config: &'a SampleConfig,
    plan: &'a ClipPlan,
    event: TakeStreams,
    background: PerModality<TakeStreams>,
    pixmap: Pixmap,
}

impl<'a> ClipStreams<'a> {
    /// Prepares a clip of a checked config.
    pub fn new(config: &'a SampleConfig, plan: &'a ClipPlan) -> Self {
        let (width_px, height_px) = (config.width_px, config.height_px);
        let whole_secs = f64::from(config.clip_secs);
        let stream = |take, secs| TakeStreams::new(take, secs, width_px, height_px);
        ClipStreams {
            config,
            plan,
            event: stream(plan.event, plan.span.len as f64),
            background: plan.background.map(|take| stream(take, whole_secs)),
            pixmap: Pixmap::new(width_px, height_px).expect("a checked config has a size"),
        }
    }

    /// The whole sound, one channel at [`crate::SOUND_RATE_HZ`].
    pub fn samples(&self) -> Vec<i16> {
        let mut sound = self.background.audio.sound();
        let event = self.event.sound();
        let first = n_samples(self.plan.span.start as f64);
        for (idx, (sample, event_sample)) in sound[first..].iter_mut().zip(&event).enumerate() {
            // The fade lies inside the event, so that the second before it is untouched.
            let from_start = idx as f64 / RATE_HZ - loudness::FADE_SECS / 2.0;
            let to_end = (event.len() - idx) as f64 / RATE_HZ - loudness::FADE_SECS / 2.0;
            let share = loudness::fade_in(from_start).min(loudness::fade_in(to_end));
            *sample = share * event_sample + (1.0 - share) * *sample;
        }
        loudness::quantized(&sound)
    }

    /// The bytes of frame `frame_idx`: `[height, width, 3]`, red green blue.
    pub fn frame(&mut self, frame_idx: u32) -> Vec<u8> {
        let time_secs = f64::from(frame_idx) / f64::from(self.config.frames_per_sec);
        let start_secs = self.plan.span.start as f64;
        if self.plan.span.range().contains(&(time_secs as usize)) {
            self.event.draw(time_secs - start_secs, &mut self.pixmap);
        } else {
            self.background[Modality::Visual].draw(time_secs, &mut self.pixmap);
        }
        rgb_bytes(&self.pixmap)
    }
}

/// `[height, width, 3]`; scenery covers every pixel, so there is no opacity to keep.
fn rgb_bytes(pixmap: &Pixmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for pixel in pixmap.data().as_chunks::<4>().0 {
        bytes.extend_from_slice(&pixel[..3]);
    }
    bytes
}
