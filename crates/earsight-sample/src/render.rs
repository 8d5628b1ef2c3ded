//! Renders the files of a collection that are missing or incomplete.

mod encode;
mod folder;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use earsight_core::Annotations;
use serde::Serialize;

use crate::{ClipPlan, ClipStreams, Error, Result, SampleConfig};
use encode::Encoder;
use folder::{Folder, publish};

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleReport {
    /// The folder with the clips alone.
    #[serde(rename = "clips")]
    pub clips_folder: PathBuf,
    /// The labels: event and seconds of each clip; for evaluation only.
    #[serde(rename = "labels")]
    pub labels_path: PathBuf,
    /// Clips that this run rendered.
    pub n_rendered: usize,
    /// Complete clips of earlier runs.
    pub n_kept: usize,
    /// ffmpeg's name of the video encoder.
    pub video_encoder: &'static str,
    /// A note on what replaces H.264, if ffmpeg has no libx264.
    pub fallback: Option<String>,
}

/// Renders a collection into `folder`: `clips/*.mp4` (H.264 and AAC), `labels.csv` and `sample.json`.
///
/// An interrupted run is resumed by the next one: a clip gets its name only when it is complete.
/// `observer` is called with the numbers of complete and of all clips, at the start and after each clip.
///
/// # Errors
/// A folder with other files ([`Error::ForeignFolder`]) or a collection of another config
/// ([`Error::OtherConfig`]) is not touched; nor is one that another run is rendering into
/// ([`Error::Busy`]). The first error of ffmpeg or of the file system ends the run.
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
    let labels = plans.iter().map(|plan| (plan.clip.clone(), plan.annotation()));
    let labels = labels.collect::<Annotations>().to_text();
    publish(&folder.path, "labels.csv", labels.as_bytes())?;

    let mut missing = Vec::new();
    let is_whole = |plan: &ClipPlan| encoder.is_whole(&folder.clip_path(plan));
    in_parallel(threads, &plans, is_whole, |plan, is_whole| {
        if !is_whole? {
            missing.push(plan);
        }
        Ok(())
    })?;
    let n_kept = plans.len() - missing.len();
    let mut n_done = n_kept;
    observer(n_done, plans.len());
    let render = |plan: &&ClipPlan| {
        let streams = ClipStreams::new(config, plan);
        folder.publish_clip(plan, |sound_path, video_path| {
            let samples: Vec<u8> =
                streams.samples().into_iter().flat_map(i16::to_le_bytes).collect();
            std::fs::write(sound_path, samples).map_err(Error::io(sound_path))?;
            encoder.encode(config, sound_path, video_path, |frame_idx| streams.frame(frame_idx))
        })
    };
    in_parallel(threads, &missing, render, |_, rendered| {
        rendered?;
        n_done += 1;
        observer(n_done, plans.len());
        Ok(())
    })?;
    Ok(SampleReport {
        clips_folder: folder.clips_folder(),
        labels_path: folder.path.join("labels.csv"),
        n_rendered: missing.len(),
        n_kept,
        video_encoder: encoder.video.0,
        fallback: encoder.fallback(),
    })
}

/// Runs `work` on every item on several threads; `receive` gets the results on this thread, and its first error ends the run.
fn in_parallel<'a, T: Sync, R: Send>(
    threads: usize,
    items: &'a [T],
    work: impl Fn(&T) -> R + Sync,
    mut receive: impl FnMut(&'a T, R) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send((item, work(item))).is_err() {
                        break; // the receiver has stopped at an error
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().try_for_each(|(item, result)| receive(item, result))
    })
}
