//! What the suite fits: each model's own defaults, shrunk so that a test is quick.

use earsight::models::resolve;
use earsight::{ConfigTable, Error, ModelEntry, Observer, Reads};
use earsight_baselines::REGISTRY;
use earsight_core::{Annotations, Category, ClipFeatures, Event, FeatureSet, PerModality, Span};

use crate::toy;

/// Pictures of 8×8 pixels and spectrograms of 8×6, for models that read raw seconds.
const RAW_DIMS: PerModality<usize> = PerModality { audio: 8 * 6, visual: 3 * 8 * 8 };

/// Input columns of a model.
pub fn dims(entry: &ModelEntry) -> PerModality<usize> {
    match entry.reads {
        Reads::Features => toy::DIMS,
        Reads::RawSeconds => RAW_DIMS,
    }
}

/// A collection that a model can read.
pub fn collection_for(
    entry: &ModelEntry,
    n_clips: usize,
    n_segments: usize,
    seed: u64,
) -> FeatureSet {
    toy::collection_of(dims(entry), n_clips, n_segments, seed)
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
    (
        "l3-net-f",
        r#"{ "trunk": { "layers": { "audio": [16, 8], "visual": [16, 8] } }, "head": { "fusion": { "hidden": 8 } },
             "training": { "epochs": 4 } }"#,
    ),
    (
        "ave-net-f",
        r#"{ "trunk": { "layers": { "audio": [16], "visual": [16] } },
             "head": { "distance": { "projection": { "audio": [8], "visual": [8] } } }, "training": { "epochs": 4 } }"#,
    ),
    (
        "l3-net",
        r#"{ "trunk": { "convolutions": { "side_px": 8, "n_frequencies": 8, "n_frames": 6, "widths": [4, 6] } },
             "head": { "fusion": { "hidden": 8 } }, "training": { "epochs": 2 } }"#,
    ),
    (
        "ave-net",
        r#"{ "trunk": { "convolutions": { "side_px": 8, "n_frequencies": 8, "n_frames": 6, "widths": [4, 6] } },
             "head": { "distance": { "projection": { "audio": [8, 6], "visual": [8, 6] } } },
             "training": { "epochs": 2 } }"#,
    ),
    (
        "dcca",
        r#"{ "branches": { "audio": [16], "visual": [16] }, "dimensions": 3, "training": { "epochs": 4 } }"#,
    ),
    ("pcca", r#"{ "latent_dim": 3 }"#),
    (
        "avdln",
        r#"{ "network": { "hidden_dim": 16, "embedding_dim": 6 }, "training": { "epochs": 4 } }"#,
    ),
    (
        "avsdn",
        r#"{ "network": { "hidden_dim": 8, "embedding_dim": 6 },
             "training": { "epochs": 4, "batching": { "shuffled": { "size": 4 } } } }"#,
    ),
    (
        "avfb",
        r#"{ "network": { "n_factors": 2, "fused_dim": 8, "hidden_dim": 6, "embedding_dim": 6 },
             "training": { "epochs": 4, "batching": { "shuffled": { "size": 4 } } } }"#,
    ),
];

/// The model's own defaults, shrunk so that a test is quick.
pub fn quick_config(entry: &ModelEntry) -> ConfigTable {
    let overrides = QUICK.iter().find(|(start, _)| entry.name.starts_with(start));
    let overrides = overrides.map_or("{}", |(_, overrides)| overrides);
    resolve((entry.default_config)(), &serde_json::from_str(overrides).unwrap())
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

/// The entry of that name; nothing where this build lacks it.
pub fn entry(name: &str) -> Option<&'static ModelEntry> {
    match REGISTRY.entry(name) {
        Err(Error::NotInThisBuild { .. }) => {
            println!("{name} is not in this build");
            None
        }
        entry => Some(entry.unwrap()),
    }
}
