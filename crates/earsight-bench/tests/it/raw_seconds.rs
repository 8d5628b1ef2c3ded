//! Real recordings and photographs as raw seconds, and a network that reads them.

use std::path::Path;

use earsight_baselines::PlanesConfig;
use earsight_bench::correspondence::correspondence_score;
use earsight_bench::raw_seconds::{Crop, Part, RawParts, SAMPLE_RATE_HZ, Spectrogram};
use earsight_core::FeatureSet;
use earsight_media::{Ffmpeg, Limits};
use earsight_testing::shared;

fn decode(ffmpeg: &Ffmpeg, file: &Path) -> Vec<f32> {
    let limits = Limits::default();
    let info = ffmpeg.probe(file, &limits).expect("a recording");
    let samples = ffmpeg.samples(file, &info, SAMPLE_RATE_HZ, None, &limits).expect("it sounds");
    samples.map(|chunk| chunk.expect("it can be decoded")).collect::<Vec<_>>().concat()
}

#[test]
fn recordings_and_photographs_become_pairs_that_a_network_reads() {
    let Some(folder) = shared("data") else { return };
    let ffmpeg = Ffmpeg::find().unwrap();
    let planes = PlanesConfig {
        side_px: 16,
        n_frequencies: 32,
        n_frames: 24,
        widths: vec![4, 8],
        first_stride: 1,
    };
    let spectrogram = Spectrogram::new(planes.n_frequencies, planes.n_frames);
    let read = |part| {
        let mut decode = |file: &Path| Ok(decode(&ffmpeg, file));
        RawParts::read(&folder, part, 1, &spectrogram, &mut decode).unwrap()
    };
    let (train, held_out) = (read(Part::Train), read(Part::HeldOut));
    for parts in [&train, &held_out] {
        assert_eq!((parts.recordings.len(), parts.photos.len()), (10, 10));
        assert!(parts.recordings.iter().all(|recordings| recordings.len() == 1));
        // Of nine of the ten kinds of sound there are photographs.
        let n_photos: Vec<usize> = parts.photos.iter().map(Vec::len).collect();
        assert_eq!((n_photos.iter().sum::<usize>(), parts.n_recordings()), (9, 9), "{n_photos:?}");
    }
    assert!(
        train.photos.iter().flatten().all(|p| held_out.photos.iter().flatten().all(|q| p != q))
    );

    let features = train.compose(&planes, 20, Crop::drawn, 1).unwrap();
    assert_eq!(train.compose(&planes, 20, Crop::drawn, 1).unwrap().clips(), features.clips());
    assert_ne!(train.compose(&planes, 20, Crop::drawn, 2).unwrap().clips(), features.clips());
    let (mut n_seconds, mut loudest) = (0, f32::MIN);
    for (_, pair) in features.paired() {
        assert_eq!((pair.audio.ncols(), pair.visual.ncols()), (32 * 24, 3 * 16 * 16));
        assert!(pair.visual.iter().all(|x| (-2.0..=2.0).contains(x)));
        n_seconds += pair.audio.nrows();
        loudest = pair.audio.iter().copied().fold(loudest, f32::max);
    }
    assert!(n_seconds > 40 && loudest > 0.0, "{n_seconds} seconds, {loudest}");

    check_correspondence(&planes, &features, &held_out);
}

fn check_correspondence(planes: &PlanesConfig, features: &FeatureSet, held_out: &RawParts) {
    let entry = earsight_baselines::REGISTRY.entry("l3-net").expect("it is in this build");
    let config = earsight::models::resolve(
        (entry.default_config)(),
        &serde_json::json!({
            "trunk": { "convolutions": planes }, "training": { "epochs": 1 },
        }),
    );
    let model = entry.fit_unsupervised(&config, features, 0, &mut ()).expect("it learns");
    let unseen = held_out.compose(planes, 10, |_| Crop::Centre, 2).expect("pairs");
    let correspondence = model.correspondence().expect("l3-net judges pairs");
    let score = correspondence_score(correspondence, &unseen, 3).expect("a score");
    assert_eq!(score.n_pairs, 2 * unseen.n_paired_segments());
    assert!(score.binomial.low <= score.accuracy && score.accuracy <= score.binomial.high);
}
