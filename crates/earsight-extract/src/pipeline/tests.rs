//! What waits between the threads is bounded however long the video is.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use earsight_backbone::{SoundChange, VisualBackbone};
use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec, Modality};
use earsight_media::{Ffmpeg, Limits};
use ndarray::Array2;

use super::{TOLD_AHEAD, Told, Work, run};
use crate::Collection;
use crate::decoding::Decoder;
use crate::lengths::Lengths;

/// A network that counts how often it was asked.
struct Counting {
    space: FeatureSpace,
    n_asked: Arc<AtomicUsize>,
}

impl VisualBackbone for Counting {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn frame_spec(&self) -> FrameSpec {
        FrameSpec { frames_per_sec: 3, short_side_px: 16, crop_px: 16, fit: FrameFit::Crop }
    }

    fn embed_frames(&self, frames: &[Frame]) -> earsight_backbone::Result<Array2<f32>> {
        self.n_asked.fetch_add(1, Ordering::SeqCst);
        Ok(Array2::zeros((frames.len(), self.space.dim)))
    }
}

fn render(video: &Path, secs: usize) {
    let source = format!("testsrc=s=64x48:r=2:d={secs}");
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", &source, "-c:v", "mpeg4"])
        .arg(video)
        .status()
        .unwrap();
    assert!(made.success());
}

#[test]
fn networks_wait_for_the_one_who_keeps() {
    const N_NETWORKS: usize = 2;
    const N_SECS: usize = 800;
    let folder = tempfile::tempdir().unwrap();
    render(&folder.path().join("video.mp4"), N_SECS);
    let collection = Collection::look(folder.path(), &folder.path().join("none")).unwrap();
    let (ffmpeg, limits) = (Ffmpeg::find().unwrap(), Limits::default());
    let audio = earsight_backbone::audio("cnn9", None, 1).unwrap();
    let sound_change = SoundChange::new(audio.sample_rate_hz());
    let n_asked = Arc::new(AtomicUsize::new(0));
    let visual: Vec<Box<dyn VisualBackbone>> = (0..N_NETWORKS)
        .map(|_| {
            let (backbone, fingerprint) = ("counting".to_owned(), "0".to_owned());
            let space = FeatureSpace { backbone, fingerprint, dim: 4 };
            Box::new(Counting { space, n_asked: Arc::clone(&n_asked) }) as Box<dyn VisualBackbone>
        })
        .collect();
    let work = Work {
        decoder: Decoder {
            ffmpeg: &ffmpeg,
            audio: &audio,
            sound_change: &sound_change,
            frame_spec: visual[0].frame_spec(),
            limits: &limits,
        },
        files: &collection.files,
        to_read: &[0],
        known: HashSet::new(),
        lengths: Lengths::default(),
        visual: &visual,
        cancel: &AtomicBool::new(false),
    };
    // What was told and not yet heard, and what each network holds in its hands.
    let most_ahead = TOLD_AHEAD * N_NETWORKS + N_NETWORKS;
    let (mut n_heard, mut n_secs, mut n_ahead) = (0, 0, 0);
    run(work, |hear| {
        // The video is opened, and then nobody listens until the networks are as far as they get.
        while n_asked.load(Ordering::SeqCst) < most_ahead - N_NETWORKS {
            std::thread::yield_now();
        }
        for told in hear {
            n_ahead = n_ahead.max(n_asked.load(Ordering::SeqCst) - n_heard);
            match told {
                Told::Rows { modality: Modality::Visual, rows, .. } => {
                    n_heard += 1;
                    n_secs += rows.n_rows();
                }
                Told::Failed { reason, .. } => panic!("{reason}"),
                _ => {}
            }
        }
        Ok(())
    })
    .unwrap();
    assert_eq!((n_secs, n_heard), (N_SECS, N_SECS / 2));
    // One more for what was taken from the queue and not yet counted.
    assert!(n_ahead <= most_ahead + 1, "{n_ahead} pieces ahead, at most {most_ahead} + 1");
}
