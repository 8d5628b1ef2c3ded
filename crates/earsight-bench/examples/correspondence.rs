//! Trains `l3-net` or `ave-net` from raw seconds on clips composed of real recordings and photographs,
//! and prints the accuracy on held-out matching and mismatched pairs.
//!
//! ```text
//! correspondence DATA [MODEL] [N_CLIPS] [CONFIG]
//! ```
//! DATA holds `sounds/sounds.csv` and `photos/photos.csv`; MODEL is `l3-net` (default) or `ave-net`;
//! CONFIG is a JSON table laid over the small settings below (`{}` keeps them).
//! The published size is in docs/larger-runs.md.

#![allow(clippy::print_stdout)] // a program

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use earsight::models::resolve;
use earsight::{EpochReport, Observer};
use earsight_baselines::{PlanesConfig, REGISTRY};
use earsight_bench::correspondence::{CorrespondenceScore, correspondence_score};
use earsight_bench::raw_seconds::{Crop, Part, RawParts, SAMPLE_RATE_HZ, Spectrogram};
use earsight_media::{Ffmpeg, Limits};

/// What two cores can train in a few minutes.
fn small() -> serde_json::Value {
    serde_json::json!({
        "trunk": { "convolutions": {
            "side_px": 32, "n_frequencies": 64, "n_frames": 48, "widths": [8, 16, 32, 64],
            "first_stride": 2,
        } },
        "training": {
            "epochs": 8, "learning_rate": 2e-3, "learning_rate_schedule": "one-cycle",
        },
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |place: usize, default: &str| {
        arguments.get(place).cloned().unwrap_or_else(|| default.to_owned())
    };
    let folder = argument(0, "");
    let n_clips: usize = argument(2, "700").parse()?;
    let entry = REGISTRY.entry(&argument(1, "l3-net"))?;
    let config = resolve((entry.default_config)(), &small());
    let config = resolve(config, &serde_json::from_str(&argument(3, "{}"))?);
    let planes = config["trunk"]["convolutions"].clone();
    let planes: &PlanesConfig = &serde_json::from_value(planes)
        .map_err(|_| format!("`{}` does not read raw seconds", entry.name))?;

    let start = Instant::now();
    let ffmpeg = Ffmpeg::find()?;
    let spectrogram = Spectrogram::new(planes.n_frequencies, planes.n_frames);
    let read = |part| {
        let mut decode = |file: &Path| decode(&ffmpeg, file);
        RawParts::read(Path::new(&folder), part, usize::MAX, &spectrogram, &mut decode)
    };
    let (train, held_out) = (read(Part::Train)?, read(Part::HeldOut)?);
    let n_held_out = held_out.n_recordings();
    let features = train.compose(planes, n_clips, Crop::drawn, 1)?;
    println!(
        "{} clips, {} seconds; {n_held_out} held-out recordings; read in {:.0} s",
        features.clips().len(),
        features.n_paired_segments(),
        start.elapsed().as_secs_f64(),
    );

    let start = Instant::now();
    let model = entry.fit_unsupervised(&config, &features, 0, &mut Printed)?;
    println!("{} trained in {:.0} s", entry.name, start.elapsed().as_secs_f64());
    let judge = model.correspondence().ok_or("the model does not judge pairs")?;
    let seen = features.subset(&(0..n_held_out.min(n_clips)).collect::<Vec<_>>());
    print("trained on", &correspondence_score(judge, &seen, 3)?);
    let unseen = held_out.compose(planes, n_held_out, |_| Crop::Centre, 2)?;
    print("held out  ", &correspondence_score(judge, &unseen, 3)?);
    Ok(())
}

fn print(what: &str, score: &CorrespondenceScore) {
    let percent = |x: f64| format!("{:.1}", 100.0 * x);
    println!(
        "{what}: {} of {} right, {} % (95 %: {} to {} binomial, {} to {} over clips; chance 50)",
        score.n_right,
        score.n_pairs,
        percent(score.accuracy),
        percent(score.binomial.low),
        percent(score.binomial.high),
        percent(score.by_clip.low),
        percent(score.by_clip.high),
    );
}

fn decode(ffmpeg: &Ffmpeg, file: &Path) -> earsight_bench::Result<Vec<f32>> {
    let undecodable = |error: earsight_media::Error| earsight_bench::Error::Format {
        reason: error.to_string(),
        path: file.to_path_buf(),
    };
    let limits = Limits::default();
    let info = ffmpeg.probe(file, &limits).map_err(undecodable)?;
    let samples = ffmpeg.samples(file, &info, SAMPLE_RATE_HZ, None, &limits);
    let chunks: Result<Vec<_>, _> = samples.map_err(undecodable)?.collect();
    Ok(chunks.map_err(undecodable)?.concat())
}

struct Printed;

impl Observer for Printed {
    fn epoch(&mut self, report: &EpochReport) {
        let EpochReport { epoch, n_epochs, total, .. } = report;
        println!("epoch {} of {n_epochs}: {total:.4}", epoch + 1);
    }
}
