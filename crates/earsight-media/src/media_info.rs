//! What a file holds.

/// What a file holds, as far as it says so itself.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaInfo {
    /// The container's name for itself, as ffmpeg lists it: `mov,mp4,m4a,3gp,3g2,mj2`.
    pub container: String,
    /// The longest stream, in seconds to 10 ms; none when the file does not say.
    ///
    /// The length of the *picture* is known after reading it: [`crate::Frames::picture_secs`].
    pub duration_secs: Option<f64>,
    /// The container's first timestamp, in seconds; every second that we count starts here.
    pub start_secs: f64,
    /// The picture, if there is one; the cover of a record is none.
    pub video: Option<VideoStream>,
    /// The sound, if there is one.
    pub audio: Option<AudioStream>,
}

/// The picture of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoStream {
    /// Its number among the file's streams.
    pub index: usize,
    /// Name of its codec, as ffmpeg says it.
    pub codec: String,
    /// How a pixel is stored, as ffmpeg says it, if it does: `yuv420p`.
    pub pixel_format: Option<String>,
    /// Stored width in pixels, before rotation.
    pub width_px: u32,
    /// Stored height in pixels, before rotation.
    pub height_px: u32,
    /// Pictures per second, if the file says so; an average where they vary.
    pub fps: Option<f64>,
    /// Turn to the left in degrees that a player applies, 0..360; what we decode has been turned.
    pub rotation_degrees: u32,
    /// Width over height of a stored pixel; 1 when square or unknown.
    pub pixel_aspect: f64,
    /// Whether it moves.
    pub motion: Motion,
}

/// Whether a picture moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// A video.
    Moving,
    /// A photograph: one picture, no duration.
    Still,
}

/// The sound of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct AudioStream {
    /// Its number among the file's streams.
    pub index: usize,
    /// Name of its codec, as ffmpeg says it.
    pub codec: String,
    /// Stored samples per second and channel.
    pub sample_rate_hz: u32,
    /// Channels, if ffmpeg's name for their layout says how many.
    pub channels: Option<u32>,
}

impl MediaInfo {
    /// Whether the file is a photograph: a picture that does not move.
    pub fn is_still(&self) -> bool {
        self.video.as_ref().is_some_and(|video| video.motion == Motion::Still)
    }
}

impl VideoStream {
    /// Width and height in square pixels as a person sees them: turned, and stretched to its aspect.
    pub fn displayed_px(&self) -> (u32, u32) {
        let width = (f64::from(self.width_px) * self.pixel_aspect).round().max(1.0) as u32;
        match self.rotation_degrees % 180 {
            90 => (self.height_px, width),
            _ => (width, self.height_px),
        }
    }
}
