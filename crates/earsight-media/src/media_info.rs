//! The streams of a file.

/// The streams of a file, as its headers describe them.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaInfo {
    /// Name of the container's demuxer in ffmpeg: `mov,mp4,m4a,3gp,3g2,mj2`.
    pub container: String,
    /// Length of the longest stream in seconds, to 10 ms; `None` when the file does not say.
    ///
    /// The length of the *video stream* is known only after decoding it.
    pub duration_secs: Option<f64>,
    /// The first video stream or image, if there is one; cover art does not count.
    pub video: Option<VideoStream>,
    /// The first audio stream, if there is one.
    pub audio: Option<AudioStream>,
}

/// The video stream of a file, or the image.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoStream {
    /// Its index among the file's streams.
    pub index: usize,
    /// Name of its codec in ffmpeg.
    pub codec: String,
    /// ffmpeg's name of how a pixel is stored, if it prints one: `yuv420p`.
    pub pixel_format: Option<String>,
    /// Stored width in pixels, before rotation.
    pub width_px: u32,
    /// Stored height in pixels, before rotation.
    pub height_px: u32,
    /// Frames per second, if the file says so; the average where the rate varies.
    pub fps: Option<f64>,
    /// Rotation to the left in degrees that a player applies, 0..360; decoded frames are rotated already.
    pub rotation_degrees: u32,
    /// Width over height of a stored pixel; 1 when square or unknown.
    pub pixel_aspect: f64,
    /// Whether it is a photograph: one image, without duration.
    pub is_still: bool,
}

/// The audio stream of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct AudioStream {
    /// Its index among the file's streams.
    pub index: usize,
    /// Name of its codec in ffmpeg.
    pub codec: String,
    /// Stored samples per second and channel.
    pub sample_rate_hz: u32,
}

impl MediaInfo {
    /// Whether the file is a photograph.
    pub fn is_still(&self) -> bool {
        self.video.as_ref().is_some_and(|video| video.is_still)
    }
}

impl VideoStream {
    /// Width and height in square pixels as a player shows them: rotated, and stretched to its aspect.
    pub fn displayed_px(&self) -> (u32, u32) {
        let width = (f64::from(self.width_px) * self.pixel_aspect).round().max(1.0) as u32;
        match self.rotation_degrees % 180 {
            90 => (self.height_px, width),
            _ => (width, self.height_px),
        }
    }
}
