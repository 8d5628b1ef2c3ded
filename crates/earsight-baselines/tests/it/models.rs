//! The requirements of every model of the registry.

use earsight::comparison::Comparison;
use earsight::evaluation::own_clip_scores;
use earsight::generation::interpolation;
use earsight::models::resolve;
use earsight::{Checkpoint, EpochReport, Error, ModelEntry, Observer, Posterior, Reads};
use earsight_baselines::REGISTRY;
use earsight_core::{Annotations, Category, Event, Modality, PerModality, Span};
use ndarray::{Array2, s};

use crate::{quick, toy};

fn for_every_model(check: impl Fn(&ModelEntry)) {
    for entry in REGISTRY.entries() {
        println!("{}", entry.name);
        check(entry);
    }
}

#[test]
fn embeds_the_right_shapes_with_a_symmetric_distance() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 1);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let pair = features.clips()[0].both().unwrap();
        for modality in Modality::ALL {
            let rows = model.embed(modality, pair[modality].view()).unwrap();
            assert_eq!(rows.dim(), (5, model.distance().n_columns()));
            assert!(rows.iter().all(|x| x.is_finite()));
            for distance in [model.distance(), model.retrieval_distance()] {
                let there = distance.between(rows.row(0), rows.row(1));
                assert_eq!(there, distance.between(rows.row(1), rows.row(0)));
                assert_eq!(distance.between(rows.row(2), rows.row(2)), 0.0);
                assert!(there > 0.0);
            }
            let empty = Array2::zeros((0, quick::dims(entry)[modality]));
            assert_eq!(model.embed(modality, empty.view()).unwrap().nrows(), 0);
        }
    });
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_does_not() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 8, 5, 2);
        let config = quick::quick_config(entry);
        let bytes = |seed| {
            quick::fit(entry, &config, &features, seed, &mut ()).unwrap().checkpoint().to_bytes()
        };
        assert_eq!(bytes(3), bytes(3));
        if entry.name != "cca" {
            assert_ne!(bytes(3), bytes(4));
        }
    });
}

#[test]
fn a_checkpoint_restores_every_bit() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let bytes = model.checkpoint().to_bytes();
        let back = REGISTRY.load(&Checkpoint::from_bytes(&bytes).unwrap()).unwrap();
        assert_eq!(back.distance(), model.distance());
        assert_eq!(back.retrieval_distance(), model.retrieval_distance());
        assert_eq!(back.spaces(), model.spaces());
        let rows = features.clips()[1].both().unwrap();
        for modality in Modality::ALL {
            let rows = rows[modality].view();
            assert_eq!(back.embed(modality, rows).unwrap(), model.embed(modality, rows).unwrap());
        }
        assert_eq!(back.checkpoint().to_bytes(), bytes);
    });
}

#[test]
fn broken_checkpoints_are_refused() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let checkpoint = model.checkpoint();
        let bytes = checkpoint.to_bytes();
        for cut in [0, 7, 40, bytes.len() / 2, bytes.len() - 1] {
            assert!(Checkpoint::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        for missing in 0..checkpoint.tensors.len() {
            let mut holed = checkpoint.clone();
            holed.tensors.remove(missing);
            assert!(REGISTRY.load(&holed).is_err());
        }
        let mut other = checkpoint.clone();
        other.model = "no-such-model".to_owned();
        assert!(matches!(REGISTRY.load(&other), Err(Error::UnknownModel { .. })));
    });
}

#[test]
fn rows_of_another_width_are_refused_with_both_widths() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let wide = Array2::zeros((3, 77));
        let message = model.embed(Modality::Audio, wide.view()).unwrap_err().to_string();
        let expected = quick::dims(entry).audio.to_string();
        assert!(message.contains("77") && message.contains(&expected), "{message}");
    });
}

/// Generated features are decoded from the latent: its mean, a sample, or a point between two seconds.
#[test]
fn generators_decode_means_samples_and_interpolations() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 1);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let Some(generator) = model.generator() else { return };
        let pairs = [0, 1].map(|clip: usize| features.clips()[clip].both().unwrap());
        for modality in Modality::ALL {
            let second = |clip: usize| pairs[clip][modality].slice(s![2..3, ..]);
            let posterior = |clip| generator.posterior(modality, second(clip)).unwrap();
            let generated = generator.generate(modality, second(0)).unwrap();

            let [draw, other] = [7, 8].map(|seed| posterior(0).draws(2, seed).swap_remove(0));
            let sure = Posterior {
                log_var: Array2::from_elem(draw.dim(), f32::NEG_INFINITY),
                ..posterior(0)
            };
            assert_eq!(generator.decode(sure.draws(1, 7)[0].view()).unwrap(), generated);
            assert_eq!(draw, posterior(0).draws(1, 7)[0], "the same seed gives the same bits");
            assert_ne!(draw, other);
            assert_ne!(generator.decode(draw.view()).unwrap(), generated);

            let line = interpolation::line(&posterior(0), &posterior(1), 5);
            let steps = generator.decode(line.view()).unwrap();
            let ends = [(0, generated), (4, generator.generate(modality, second(1)).unwrap())];
            for (step, end) in &ends {
                for modality in Modality::ALL {
                    let found = steps[modality].slice(s![*step..=*step, ..]);
                    let apart = (&found - &end[modality]).mapv(f32::abs);
                    let size = end[modality].mapv(f32::abs).sum();
                    assert!(apart.sum() <= 1e-5 * size, "{modality} of step {step}");
                }
            }
            assert_ne!(steps[modality].row(2), steps[modality].row(0));
        }
        let wide = Array2::zeros((1, 99));
        let refused = generator.decode(wide.view());
        assert!(matches!(refused, Err(Error::LatentDim { found: 99, .. })), "{refused:?}");
    });
}

#[test]
fn unknown_settings_and_too_little_data_are_refused() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let config = resolve(quick::quick_config(entry), &serde_json::json!({"no_such": 1}));
        let refused = quick::fit(entry, &config, &features, 0, &mut ());
        assert!(matches!(refused.err(), Some(Error::Config { .. })));
        let nothing = features.subset(&[]);
        let refused = quick::fit(entry, &quick::quick_config(entry), &nothing, 0, &mut ());
        assert!(matches!(refused.err(), Some(Error::TooFewSegments { .. })));
    });
}

/// A share out of its range would train a meaningless model without an error.
#[test]
fn shares_out_of_range_are_refused() {
    let entry = REGISTRY.entry("ms-vae").unwrap();
    let features = quick::collection_for(entry, 6, 5, 3);
    for (setting, value) in
        [("mixup", 1.5), ("mixup", -0.1), ("input_dropout", 1.0), ("input_dropout", -1.0)]
    {
        let config = quick::quick_config(entry);
        let config = resolve(config, &serde_json::json!({ "network": { setting: value } }));
        let refused = quick::fit(entry, &config, &features, 0, &mut ()).err();
        assert!(matches!(refused, Some(Error::Config { .. })), "{setting} {value}: {refused:?}");
    }
}

/// Integers of a config that are no widths; of a system from raw seconds also the shape of its input.
const NO_WIDTHS: [&str; 9] = [
    "epochs",
    "size",
    "folds",
    "principal_components",
    "least_directions",
    "first_stride",
    "side_px",
    "n_frequencies",
    "n_frames",
];

/// The paths of all widths of a config.
fn widths(config: &serde_json::Value, path: &str) -> Vec<String> {
    let of = |key: &str, value| widths(value, &format!("{path}/{key}"));
    match config {
        serde_json::Value::Object(table) => {
            table.iter().flat_map(|(key, value)| of(key, value)).collect()
        }
        serde_json::Value::Array(list) => {
            list.first().map_or_else(Vec::new, |first| of("0", first))
        }
        number if number.is_u64() && !NO_WIDTHS.iter().any(|key| path.ends_with(key)) => {
            vec![path.to_owned()]
        }
        _ => Vec::new(),
    }
}

#[test]
fn widths_that_no_layer_can_have_are_refused() {
    for_every_model(|entry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let config = quick::quick_config(entry);
        for path in widths(&config, "") {
            for width in [0, 1_000_000_000] {
                let mut config = config.clone();
                *config.pointer_mut(&path).unwrap() = width.into();
                let refused = quick::fit(entry, &config, &features, 0, &mut ()).err();
                let model = entry.name;
                assert!(
                    matches!(refused, Some(Error::Config { .. })),
                    "{model} {path} {width}: {refused:?}"
                );
            }
        }
    });
}

#[derive(Default)]
struct Totals(Vec<f64>);

impl Observer for Totals {
    fn epoch(&mut self, report: &EpochReport) {
        self.0.push(report.total);
        assert!(report.terms.iter().all(|(_, value)| value.is_finite()));
    }
}

/// Training lowers the objective, and the model retrieves the other modality of a held-out clip.
#[test]
fn training_lowers_the_objective_and_retrieves_held_out_clips() {
    let (train, held_out) = (toy::collection(60, 5, 4), toy::collection(12, 5, 5));
    let config = resolve(
        quick::quick_config(REGISTRY.entry("ms-vae").unwrap()),
        &serde_json::json!({
            // From scratch, so that it is the training that is looked at and not the closed form.
            "network": { "linear_start": null, "input_dropout": 0.1 },
            "training": { "epochs": 60, "batching": { "shuffled": { "size": 50 } } },
        }),
    );
    for (name, config) in [
        ("ms-vae", config),
        (
            "cca",
            serde_json::json!({
                "principal_components": 8, "ridge": 0.1, "dimensions": 3,
            }),
        ),
    ] {
        let entry = REGISTRY.entry(name).unwrap();
        let mut totals = Totals::default();
        let model = quick::fit(entry, &config, &train, 0, &mut totals).unwrap();
        if let (Some(first), Some(last)) = (totals.0.first(), totals.0.last()) {
            assert!(last < &(0.8 * first), "{name}: {first} → {last}");
        }
        let scores = own_clip_scores(&Comparison::by_model(model.as_ref()), &held_out).unwrap();
        for (from, scores) in scores.iter() {
            let hits = scores.iter().filter(|&&score| score == 1.0).count();
            assert!(hits >= 6, "{name} from {from}: {hits} of 12 found first");
        }
    }
}

/// A model overfits one batch in many steps (with the regularising terms switched off).
#[test]
fn overfits_one_batch() {
    let one = toy::collection(1, 8, 6);
    for name in ["ms-vae", "ms-vae-paper", "ms-vae-reference"] {
        let entry = REGISTRY.entry(name).unwrap();
        let mut config = resolve(
            quick::quick_config(entry),
            &serde_json::json!({
                "network": { "input_dropout": 0.0, "mixup": 0.0, "linear_start": null },
                "objective": {
                    "kl_weight": null,
                    "wasserstein_weight": 0.0,
                    "contrast": null,
                },
                "training": { "epochs": 800, "learning_rate": 3e-3 },
            }),
        );
        config["objective"]["kl_weight"] = serde_json::json!({ "constant": { "value": 0.0 } });
        let mut totals = Totals::default();
        quick::fit(entry, &config, &one, 0, &mut totals).unwrap();
        let (first, last) = (totals.0[0], totals.0[totals.0.len() - 1]);
        assert!(last < 0.25 * first, "{name}: {first} → {last}");
    }
}

/// The same for the other label-free systems.
#[test]
fn label_free_systems_overfit_one_batch() {
    let correspondence = serde_json::json!({
        "training": { "epochs": 800, "learning_rate": 3e-3, "learning_rate_schedule": "constant" },
    });
    for (name, n_clips, overrides) in [
        (
            "cm-vae",
            1,
            serde_json::json!({
                "kl_weight": { "step": { "first": 0.0, "then": 0.0 } },
                "training": { "epochs": 800, "learning_rate": 3e-3 },
            }),
        ),
        ("dcca", 4, correspondence.clone()),
        // What does not belong together comes from another clip.
        ("l3-net-f", 4, correspondence.clone()),
        ("ave-net-f", 4, correspondence.clone()),
        ("l3-net", 4, correspondence.clone()),
        ("ave-net", 4, correspondence),
    ] {
        let Some(entry) = quick::entry(name) else { continue };
        let one = quick::collection_for(entry, n_clips, 8 / n_clips, 6);
        let config = resolve(quick::quick_config(entry), &overrides);
        let mut totals = Totals::default();
        quick::fit(entry, &config, &one, 0, &mut totals).unwrap();
        let (first, last) = (totals.0[0], totals.0[totals.0.len() - 1]);
        assert!(last < 0.25 * first, "{name}: {first} → {last}");
    }
}

#[test]
fn a_correspondence_needs_two_clips_and_raw_seconds_of_the_right_size() {
    let probability = |entry: &ModelEntry| {
        let features = quick::collection_for(entry, 6, 5, 3);
        let model = quick::fit(entry, &quick::quick_config(entry), &features, 0, &mut ()).unwrap();
        let pair = features.clips()[0].both().unwrap().map(|rows| rows.view());
        let rows = model.correspondence().unwrap().probability(pair).unwrap();
        assert!(rows.len() == 5 && rows.iter().all(|p| (0.0..=1.0).contains(p)));
        let short = PerModality { audio: pair.audio, visual: pair.visual.slice(s![..3, ..]) };
        let refused = model.correspondence().unwrap().probability(short);
        assert!(matches!(refused, Err(Error::SegmentCount { audio: 5, visual: 3 })));
    };
    for_every_model(|entry| {
        let family = ["l3-net", "l3-net-f", "ave-net", "ave-net-f"];
        if !family.contains(&entry.name) {
            return;
        }
        probability(entry);
        let config = quick::quick_config(entry);
        let one_clip = quick::collection_for(entry, 1, 8, 6);
        let refused = quick::fit(entry, &config, &one_clip, 0, &mut ()).err();
        assert!(matches!(refused, Some(Error::TooFewClips { found: 1, .. })), "{refused:?}");
        if entry.reads == Reads::RawSeconds {
            let refused = quick::fit(entry, &config, &toy::collection(6, 5, 3), 0, &mut ()).err();
            assert!(matches!(refused, Some(Error::Config { .. })), "{refused:?}");
        }
    });
}

/// Supervised systems overfit one clip with its labels.
#[test]
fn supervised_systems_overfit_one_batch() {
    let one = toy::collection(1, 8, 6);
    for (name, training) in [
        ("avdln", serde_json::json!({ "epochs": 400, "learning_rate": 3e-3 })),
        ("avdln-mined", serde_json::json!({ "epochs": 400, "learning_rate": 3e-3 })),
        ("avsdn", serde_json::json!({ "epochs": 400, "learning_rate": 1e-2 })),
        ("avfb", serde_json::json!({ "epochs": 400, "learning_rate": 1e-2 })),
    ] {
        let Some(entry) = quick::entry(name) else { continue };
        let overrides = serde_json::json!({ "training": training });
        let config = resolve(quick::quick_config(entry), &overrides);
        let mut totals = Totals::default();
        quick::fit(entry, &config, &one, 0, &mut totals).unwrap();
        let (first, last) = (totals.0[0], totals.0[totals.0.len() - 1]);
        assert!(last < 0.1 * first, "{name}: {first} → {last}");
    }
}

#[test]
fn supervised_systems_refuse_labels_that_cannot_teach_them() {
    let features = toy::collection(6, 5, 3);
    let annotate = |span: Span| -> Annotations {
        let event = || Event { category: Category("dog".to_owned()), span };
        features.clips().iter().map(|clip| (clip.id.clone(), event())).collect()
    };
    for_every_model(|entry| {
        if !entry.is_supervised() {
            return;
        }
        let config = quick::quick_config(entry);
        let refusal = |annotations: &Annotations| {
            entry.fit_with_labels(&config, &features, annotations, 0, &mut ()).err()
        };
        let without_labels = entry.fit_unsupervised(&config, &features, 0, &mut ()).err();
        assert!(matches!(without_labels, Some(Error::NeedsLabels { .. })));
        assert!(matches!(refusal(&Annotations::default()), Some(Error::NeedsLabels { .. })));
        let only_background = refusal(&annotate(Span::new(0, 0)));
        assert!(
            matches!(only_background, Some(Error::NoSuchSeconds { .. })),
            "{only_background:?}"
        );
        let annotations = annotate(Span::new(1, 2));
        let no_units = serde_json::json!({ "network": { "hidden_dim": 0 } });
        let no_units = resolve(config.clone(), &no_units);
        let empty = entry.fit_with_labels(&no_units, &features, &annotations, 0, &mut ()).err();
        assert!(matches!(empty, Some(Error::Config { .. })), "{empty:?}");
        let named = resolve(config.clone(), &serde_json::json!({ "categories": ["cat"] }));
        let unknown = entry.fit_with_labels(&named, &features, &annotations, 0, &mut ()).err();
        assert!(matches!(unknown, Some(Error::Config { .. })), "{unknown:?}");
    });
}

/// Event classifiers predict the class of each second of the clips that they were trained on.
#[test]
fn event_classifiers_predict_the_classes_of_training_seconds() {
    let features = toy::collection(4, 6, 9);
    let annotations = quick::annotations(&features);
    for_every_model(|entry| {
        if !entry.is_supervised() {
            return;
        }
        let overrides = serde_json::json!({ "training": { "epochs": 300, "learning_rate": 1e-2 } });
        let config = resolve(quick::quick_config(entry), &overrides);
        let model = quick::fit(entry, &config, &features, 0, &mut ()).unwrap();
        let Some(classifier) = model.event_classifier() else { return };
        let names: Vec<_> = classifier.categories().iter().map(|name| name.0.as_str()).collect();
        assert_eq!(names, ["even", "odd"]);
        let mut n_right = 0;
        for clip in features.clips() {
            let rows = clip.both().unwrap();
            let classes = classifier.classify(rows.map(|rows| rows.view())).unwrap();
            assert_eq!(classes.dim(), (6, 3));
            let event = annotations.event(&clip.id).unwrap();
            for (second, row) in classes.rows().into_iter().enumerate() {
                assert!(
                    row.iter().all(|p| (0.0..=1.0).contains(p)) && (row.sum() - 1.0).abs() < 1e-4
                );
                let background = !event.span.range().contains(&second);
                let truth = match event.category.0.as_str() {
                    _ if background => 2,
                    "even" => 0,
                    _ => 1,
                };
                n_right += usize::from((0..3).all(|class| row[class] <= row[truth]));
            }
        }
        assert!(n_right >= 22, "{}: {n_right} of 24", entry.name);
        let empty = toy::DIMS.map(|dim| Array2::<f32>::zeros((0, dim)));
        let rows = empty.as_ref().map(|rows| rows.view());
        assert_eq!(classifier.classify(rows).unwrap().dim(), (0, 3));
        let longer = Array2::zeros((2, toy::DIMS.visual));
        let uneven = PerModality { audio: empty.audio.view(), visual: longer.view() };
        assert!(matches!(classifier.classify(uneven), Err(Error::SegmentCount { .. })));
    });
}
