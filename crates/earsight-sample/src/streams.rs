//! Samples and frames of a clip, before encoding.

use earsight_core::PerModality;
use tiny_skia::{Color, Pixmap, PixmapPaint, Transform};

use crate::picture::{Camera, Painter, scenery};
use crate::sound::{RATE_HZ, n_samples, set_level};
use crate::{ClipPlan, KINDS, Kind, Performance, SampleConfig, Take};

/// Loudness of takes, events as well as backgrounds: root mean square relative to full scale.
const LEVEL_DB: std::ops::Range<f64> = -27.0..-19.0;

/// Length of the fade between two sounds at a cut, in seconds.
const FADE_SECS: f64 = 0.010;

/// One take, ready to be rendered.
pub struct TakeStreams {
    /// The performance that sound and picture follow.
    pub performance: Performance,
    kind: &'static Kind,
    colors: Vec<Color>,
    scenery: Pixmap,
    camera: Camera,
}

impl TakeStreams {
    /// A take of `secs` seconds, with frames of that size.
    pub fn new(take: Take, secs: f64, width_px: u32, height_px: u32) -> Self {
        let kind = &KINDS[take.kind_idx];
        let performance = kind.perform(take.seed, secs);
        let colors =
            (0..).zip(kind.colors).map(|(slot, hsl)| hsl.color(&performance, slot)).collect();
        let camera = Camera { width_px, height_px };
        let scenery = scenery(&camera, &performance);
        TakeStreams { performance, kind, colors, scenery, camera }
    }

    /// The sound at its loudness, in −1..1, one channel at [`crate::SOUND_RATE_HZ`].
    pub fn sound(&self) -> Vec<f64> {
        let mut sound = self.kind.sound(&self.performance);
        set_level(&mut sound, self.performance.vary(899, &LEVEL_DB));
        sound
    }

    /// The bytes of the frame at a time: `[height, width, 3]`, red green blue.
    pub fn frame(&self, time_secs: f64) -> Vec<u8> {
        let Camera { width_px, height_px } = self.camera;
        let mut frame = Pixmap::new(width_px, height_px).expect("a frame has a size");
        let pixmap = &mut frame;
        let (performance, colors) = (&self.performance, &self.colors[..]);
        let shift_px = self.camera.shift_px(performance, time_secs);
        let [left, top] = shift_px.map(|shift| shift - self.camera.margin_px() as i32);
        let (paint, still) = (PixmapPaint::default(), Transform::identity());
        pixmap.draw_pixmap(left, top, self.scenery.as_ref(), &paint, still, None);
        let [view, frame_view] = self.camera.views(performance, shift_px);
        let mut painter = Painter { pixmap, performance, colors, time_secs, frame_view };
        painter.draw(self.kind.picture, view);
        // The scenery covers every pixel, so all pixels are opaque.
        let pixels = frame.pixels().iter();
        pixels.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect()
    }
}

/// A clip as samples and frames, before any encoder: equal bytes for equal plans.
pub struct ClipStreams<'a> {
    config: &'a SampleConfig,
    plan: &'a ClipPlan,
    event: TakeStreams,
    background: PerModality<TakeStreams>,
}

impl<'a> ClipStreams<'a> {
    /// Prepares a clip of a checked config.
    pub fn new(config: &'a SampleConfig, plan: &'a ClipPlan) -> Self {
        let (width_px, height_px) = (config.width_px, config.height_px);
        let stream = |take, secs| TakeStreams::new(take, secs, width_px, height_px);
        ClipStreams {
            config,
            plan,
            event: stream(plan.event, plan.span.len as f64),
            background: plan.background.map(|take| stream(take, config.clip_secs.into())),
        }
    }

    /// The whole sound, one channel at [`crate::SOUND_RATE_HZ`].
    pub fn samples(&self) -> Vec<i16> {
        let mut sound = self.background.audio.sound();
        let event = self.event.sound();
        let first = n_samples(self.plan.span.start as f64);
        for (idx, (sample, event_sample)) in sound[first..].iter_mut().zip(&event).enumerate() {
            // The fades lie inside the event, so that the seconds around it are untouched.
            let share = (idx.min(event.len() - idx) as f64 / RATE_HZ / FADE_SECS).min(1.0);
            *sample = share * event_sample + (1.0 - share) * *sample;
        }
        sound.iter().map(|&sample| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16).collect()
    }

    /// The bytes of frame `frame_idx`, at the middle of its exposure: `[height, width, 3]`, red green blue.
    pub fn frame(&self, frame_idx: u32) -> Vec<u8> {
        let time_secs = (f64::from(frame_idx) + 0.5) / f64::from(self.config.frames_per_sec);
        if self.plan.span.range().contains(&(time_secs as usize)) {
            return self.event.frame(time_secs - self.plan.span.start as f64);
        }
        self.background.visual.frame(time_secs)
    }
}
