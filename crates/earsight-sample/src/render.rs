//! Files of a collection: which are there, which are to come, who makes them.

mod encode;
mod folder;
mod mp4;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::labels::labels_text;
use crate::{ClipPlan, ClipStreams, Error, Result, SampleConfig};
use encode::Encoder;
use folder::Folder;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleReport {
    /// The folder that holds nothing but the clips.
    pub clips_folder: PathBuf,
    /// Who is heard and seen when; for evaluation only.
    pub labels_path: PathBuf,
    /// Clips that this run made.
    pub n_rendered: usize,
    /// Clips that were there already, whole.
    pub n_kept: usize,
    /// ffmpeg's name of the video encoder.
    pub video_encoder: &'static str,
    /// What stands in for H.264, if ffmpeg cannot make it with libx264.
    pub fallback: Option<String>,
}

/// Renders a collection into `folder`: `clips/*.mp4` (H.264 and AAC), `labels.csv` and `sample.json`.
///
/// A run that was interrupted goes on where it was: a clip gets its name only when it is whole.
/// `observer` hears how many of how many clips are there, at the start and after each.
///
/// # Errors
/// A folder that holds other things ([`Error::ForeignFolder`]) or a collection of another config
/// ([`Error::OtherConfig`]) is left alone; so is one that another run is rendering into.
pub fn render(
    folder: &Path,
    config: &SampleConfig,
    ffmpeg: &Path,
    threads: usize,
    observer: &mut dyn FnMut(usize, usize),
) -> Result<SampleReport> {
    config.check()?;
    let encoder = Encoder::find(ffmpeg)?;
    let folder = Folder::open(folder, config)?;
    let plans: Vec<ClipPlan> = (0..config.n_clips).map(|idx| ClipPlan::new(config, idx)).collect();
    folder.publish_text("labels.csv", &labels_text(&plans))?;
    let missing: Vec<&ClipPlan> =
        plans.iter().filter(|plan| !mp4::is_whole(&folder.clip_path(plan))).collect();
    let n_kept = plans.len() - missing.len();
    observer(n_kept, plans.len());

    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (tell, told) = mpsc::channel::<Result<()>>();
    let mut outcome = Ok(());
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, missing.len().max(1)) {
            let (tell, next, stopped, missing) = (tell.clone(), &next, &stopped, &missing);
            let (folder, encoder) = (&folder, &encoder);
            scope.spawn(move || {
                while let Some(plan) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if stopped.load(Ordering::Relaxed) {
                        break;
                    }
                    let made = render_clip(folder, config, plan, encoder);
                    stopped.fetch_or(made.is_err(), Ordering::Relaxed);
                    if tell.send(made).is_err() {
                        break;
                    }
                }
            });
        }
        drop(tell);
        let mut n_done = n_kept;
        for made in told {
            match made {
                Ok(()) => {
                    n_done += 1;
                    observer(n_done, plans.len());
                }
                Err(error) if outcome.is_ok() => outcome = Err(error),
                Err(_) => {}
            }
        }
    });
    outcome?;
    Ok(SampleReport {
        clips_folder: folder.clips_folder(),
        labels_path: folder.path().join("labels.csv"),
        n_rendered: missing.len(),
        n_kept,
        video_encoder: encoder.video,
        fallback: encoder.fallback(),
    })
}

fn render_clip(
    folder: &Folder,
    config: &SampleConfig,
    plan: &ClipPlan,
    encoder: &Encoder,
) -> Result<()> {
    let mut streams = ClipStreams::new(config, plan);
    folder.publish_clip(plan, |sound_path, video_path| {
        std::fs::write(sound_path, encode::wav(&streams.samples()))
            .map_err(Error::io(sound_path))?;
        let mut frames = encoder.start(config, sound_path, video_path)?;
        for frame_idx in 0..config.n_frames() {
            if !frames.push(&streams.frame(frame_idx)) {
                break; // ffmpeg has gone; `finish` says why
            }
        }
        frames.finish()
    })
}
