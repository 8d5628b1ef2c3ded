//! A toy collection in which both senses tell the same hidden thing.

use earsight::{ConfigTable, ModelEntry, Observer, models};
use earsight_core::{
    Annotations, Category, ClipFeatures, Event, FeatureSet, FeatureSpace, PerModality, Span,
};
use ndarray::Array2;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Columns of each sense.
pub const DIMS: PerModality<usize> = PerModality { audio: 12, visual: 16 };
/// Hidden causes of both senses.
const N_CAUSES: usize = 3;

pub fn spaces() -> PerModality<FeatureSpace> {
    PerModality { audio: "toy-audio", visual: "toy-visual" }.zip(DIMS).map(|(name, dim)| {
        FeatureSpace { backbone: name.to_owned(), fingerprint: "toy".to_owned(), dim }
    })
}

fn normal(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |_| StandardNormal.sample(rng))
}

/// Clips whose seconds are noisy linear views of hidden causes; the views are the same for every seed.
pub fn collection(n_clips: usize, n_segments: usize, seed: u64) -> FeatureSet {
    let mut fixed = ChaCha8Rng::seed_from_u64(99);
    let views = PerModality::from_fn(|modality| normal(N_CAUSES, DIMS[modality], &mut fixed));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let clips = (0..n_clips)
        .map(|idx| {
            let causes = normal(n_segments, N_CAUSES, &mut rng);
            let rows = PerModality::from_fn(|modality| {
                causes.dot(&views[modality]) + normal(n_segments, DIMS[modality], &mut rng) * 0.1
            });
            ClipFeatures::paired(format!("{idx}.mp4").as_str(), rows.audio, rows.visual)
        })
        .collect();
    FeatureSet::new(spaces(), clips).unwrap()
}

/// Two kinds of events by turns, in all seconds but the first and the last.
pub fn annotations(features: &FeatureSet) -> Annotations {
    let event = |(idx, clip): (usize, &ClipFeatures)| {
        let category = Category(["even", "odd"][idx % 2].to_owned());
        let span = Span::new(1, clip.n_segments().saturating_sub(2));
        (clip.id.clone(), Event { category, span })
    };
    features.clips().iter().enumerate().map(event).collect()
}

/// What makes a model's defaults quick enough for a test, by the beginning of its name; the first that fits counts.
const QUICK: &[(&str, &str)] = &[
    (
        "ms-vae",
        r#"{ "network": { "trunk": { "audio": [16], "visual": [16] }, "latent_dim": 6, "decoder": [16] },
             "training": { "epochs": 4 } }"#,
    ),
    (
        "cm-vae",
        r#"{ "network": { "trunk": { "audio": [16], "visual": [16] }, "latent_dim": 6,
                          "decoder": { "audio": [16], "visual": [16] } },
             "training": { "epochs": 4 } }"#,
    ),
    ("pcca", r#"{ "latent_dim": 3 }"#),
    (
        "avdln",
        r#"{ "network": { "hidden_dim": 16, "embedding_dim": 6 }, "training": { "epochs": 4 } }"#,
    ),
];

/// The model's own defaults, shrunk so that a test is quick.
pub fn quick_config(entry: &ModelEntry) -> ConfigTable {
    let overrides = QUICK.iter().find(|(start, _)| entry.name.starts_with(start));
    let overrides = overrides.map_or("{}", |(_, overrides)| overrides);
    models::resolve((entry.default_config)(), &serde_json::from_str(overrides).unwrap())
}

/// Fits with the collection's labels where the model needs them.
pub fn fit(
    entry: &ModelEntry,
    config: &ConfigTable,
    features: &FeatureSet,
    seed: u64,
    observer: &mut dyn Observer,
) -> earsight::Fitted {
    entry.fit_with_labels(config, features, &annotations(features), seed, observer)
}
