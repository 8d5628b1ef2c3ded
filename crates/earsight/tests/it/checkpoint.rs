//! Checkpoints stay readable after settings are renamed.

use earsight::StopWhen;
use earsight::models::{REGISTRY, resolve};
use serde_json::{Value, json};

use crate::toy;

fn rename(table: &mut Value, from: &str, to: &str) {
    let table = table.as_object_mut().unwrap();
    let value = table.remove(from).unwrap();
    table.insert(to.to_owned(), value);
}

#[test]
fn a_checkpoint_with_the_old_names_of_settings_is_the_same_model() {
    let entry = REGISTRY.entry("ms-vae").unwrap();
    let small = json!({
        "network": { "latent_dim": 3, "decoder": [4], "linear_start": { "folds": 0 } },
        "training": { "epochs": 1, "optimizers": "per-modality" },
    });
    let config = resolve((entry.default_config)(), &small);
    let features = toy::collection(6, 5, 3);
    let fitted = entry.fit_unsupervised(&config, &features, 0, &mut StopWhen(|| false)).unwrap();
    let new = fitted.checkpoint();
    let mut old = new.clone();
    rename(&mut old.config["objective"], "modalities", "senses");
    rename(&mut old.config["network"], "mixup", "strange_share");
    assert_eq!(old.config["objective"]["reconstruction"], "modality-mean");
    old.config["objective"]["reconstruction"] = "sense-mean".into();
    old.config["training"]["optimizers"] = "per-sense".into();
    assert_ne!(old, new);
    assert_eq!(REGISTRY.load(&old).unwrap().checkpoint(), new);
}
