//! Pictures and sound of moments, read from the videos as far as they are still there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use earsight_core::{Annotations, ClipId, Frame, Modality, Span};
use earsight_media::{Ffmpeg, Limits, MediaInfo, Window};
use earsight_report::{Excerpt, Sound};
use earsight_store::{Manifest, Outcome};

/// Sound in the report: enough for speech and birds, small enough for a page.
const SOUND_HZ: u32 = 16_000;
/// Longer side of a thumbnail.
const PICTURE_PX: u32 = 160;

/// Reads excerpts of a library's clips.
pub struct Excerpts<'a> {
    manifest: &'a Manifest,
    labels: Option<&'a Annotations>,
    ffmpeg: Option<Ffmpeg>,
    limits: Limits,
    n_threads: usize,
    probed: BTreeMap<PathBuf, Option<MediaInfo>>,
}

impl<'a> Excerpts<'a> {
    /// Excerpts of the clips of a library, with what people said about them.
    pub fn new(manifest: &'a Manifest, labels: Option<&'a Annotations>, n_threads: usize) -> Self {
        let (ffmpeg, limits) = (Ffmpeg::find().ok(), Limits::default());
        Excerpts { manifest, labels, ffmpeg, limits, n_threads, probed: BTreeMap::new() }
    }

    /// One picture per second and the sound of these seconds; only the name when the file is gone.
    pub fn read(&mut self, clip: &ClipId, span: Span) -> Excerpt {
        let mut excerpt = Excerpt::new(clip.as_str(), span);
        excerpt.category = self
            .labels
            .and_then(|labels| labels.event(clip))
            .filter(|event| event.span.overlap(span) > 0)
            .map(|event| event.category.clone());
        let Some(file) = self.manifest.files.get(clip) else { return excerpt };
        let has = match self.manifest.contents.get(&file.content) {
            Some(Outcome::Features(content)) => content.has,
            _ => return excerpt,
        };
        let path = PathBuf::from(&file.source);
        let Some(ffmpeg) = self.ffmpeg.clone() else { return excerpt };
        let limits = self.limits;
        let info =
            self.probed.entry(path.clone()).or_insert_with(|| ffmpeg.probe(&path, &limits).ok());
        let Some(info) = info else { return excerpt };
        if has[Modality::Visual] {
            let picture = |second: usize| {
                ffmpeg.picture_at(&path, info, second as f64 + 0.5, PICTURE_PX, &limits).ok()
            };
            excerpt.frames = side_by_side(span, self.n_threads, &picture);
        }
        if has[Modality::Audio] {
            let window = Window { start_secs: span.start as f64, len_secs: span.len as f64 };
            let samples = ffmpeg
                .samples(&path, info, SOUND_HZ, Some(window), &limits)
                .and_then(|chunks| chunks.collect::<Result<Vec<_>, _>>());
            excerpt.sound = samples.ok().map(|chunks| Sound::Samples {
                samples: chunks.concat(),
                sample_rate_hz: SOUND_HZ,
            });
        }
        excerpt
    }
}

/// Pictures of seconds up to the first that has none, several read at once: most of the time is waiting.
fn side_by_side(
    span: Span,
    n_threads: usize,
    picture: &(dyn Fn(usize) -> Option<Frame> + Sync),
) -> Vec<Frame> {
    let seconds: Vec<usize> = span.range().collect();
    let mut frames = Vec::new();
    for together in seconds.chunks(n_threads.max(1)) {
        let read: Vec<Option<Frame>> = std::thread::scope(|scope| {
            let reading: Vec<_> =
                together.iter().map(|&second| scope.spawn(move || picture(second))).collect();
            reading.into_iter().map(|frame| frame.join().ok().flatten()).collect()
        });
        let n_read = frames.len() + read.len();
        frames.extend(read.into_iter().map_while(|frame| frame));
        if frames.len() < n_read {
            break;
        }
    }
    frames
}
