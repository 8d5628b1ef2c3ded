//! The queues between the threads are bounded however long the video is.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use earsight_backbone::{SoundChange, VisualBackbone};
use earsight_core::{FeatureSpace, Frame, FrameFit, FrameSpec, Modality};
use earsight_media::{Ffmpeg, Limits};
use ndarray::Array2;

use super::{Message, N_MESSAGES_AHEAD, Work, run};
use crate::Collection;
use crate::decoding::Decoder;
use crate::lengths::Lengths;

/// A network that counts its calls.
struct Counting {
    space: FeatureSpace,
    n_calls: Arc<AtomicUsize>,
}

impl VisualBackbone for Counting {
    fn space(&self) -> &FeatureSpace {
        &self.space
    }

    fn frame_spec(&self) -> FrameSpec {
        FrameSpec { frames_per_sec: 3, short_side_px: 16, crop_px: 16, fit: FrameFit::Crop }
    }

    fn embed_frames(&self, frames: &[Frame]) -> earsight_backbone::Result<Array2<f32>> {
        self.n_calls.fetch_add(1, Ordering::SeqCst);
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
fn networks_wait_for_the_receiver() {
    const N_NETWORKS: usize = 2;
    const N_SECS: usize = 800;
    let folder = tempfile::tempdir().unwrap();
    render(&folder.path().join("video.mp4"), N_SECS);
    let collection = Collection::scan(folder.path(), &folder.path().join("none")).unwrap();
    let (ffmpeg, limits) = (Ffmpeg::find().unwrap(), Limits::default());
    let audio = earsight_backbone::audio("cnn9", None, 1).unwrap();
    let sound_change = SoundChange::new(audio.sample_rate_hz());
    let n_calls = Arc::new(AtomicUsize::new(0));
    let visual: Vec<Box<dyn VisualBackbone>> = (0..N_NETWORKS)
        .map(|_| {
            let (backbone, fingerprint) = ("counting".to_owned(), "0".to_owned());
            let space = FeatureSpace { backbone, fingerprint, dim: 4 };
            Box::new(Counting { space, n_calls: Arc::clone(&n_calls) }) as Box<dyn VisualBackbone>
        })
        .collect();
    let frame_spec = visual[0].frame_spec();
    let decoder = Decoder { ffmpeg, audio, concepts: None, sound_change, frame_spec, limits };
    let work = Work {
        decoder: &decoder,
        files: &collection.files,
        to_read: &[0],
        known: HashSet::new(),
        lengths: Lengths::default(),
        visual: &visual,
        cancel: &AtomicBool::new(false),
    };
    // Messages in the queue, and the one that each network is about to send.
    let most_ahead = N_MESSAGES_AHEAD * N_NETWORKS + N_NETWORKS;
    let (mut n_received, mut n_secs, mut n_ahead) = (0, 0, 0);
    run(work, |messages| {
        // Nothing is received until the networks have filled the queue.
        while n_calls.load(Ordering::SeqCst) < most_ahead - N_NETWORKS {
            std::thread::yield_now();
        }
        for (_, message) in messages {
            n_ahead = n_ahead.max(n_calls.load(Ordering::SeqCst) - n_received);
            match message {
                Message::Rows { modality: Modality::Visual, rows, .. } => {
                    n_received += 1;
                    n_secs += rows.n_rows();
                }
                Message::Failed { reason, .. } => panic!("{reason}"),
                _ => {}
            }
        }
        Ok(())
    })
    .unwrap();
    assert_eq!((n_secs, n_received), (N_SECS, N_SECS / 2));
    // One more for a message that was taken from the queue and is not counted yet.
    assert!(n_ahead <= most_ahead + 1, "{n_ahead} pieces ahead, at most {most_ahead} + 1");
}
