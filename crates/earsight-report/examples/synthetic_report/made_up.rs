//! A report whose every number is made up, except that sums are sums.

use earsight_core::{ClipId, Modality, Moment, PerModality, Span};
use earsight_report::{
    ActiveUnits, CheckRow, Collection, Curve, DistancePart, Excerpt, GenerationExample, Head, Hit,
    LatentDiagnostics, LatentPanel, LatentPoint, LatentSpace, LocalizationExample, LossTerm,
    Report, RetrievalExample, Role, Scale, SelfCheck, Skipped, TrainingCurves,
};

use super::clips::{Kind, N_SECS, kinds, noise};

/// The whole report.
pub fn report() -> Report {
    let kinds = kinds();
    Report {
        head: head(),
        self_checks: vec![localization_check(), retrieval_check()],
        training: Some(training()),
        latent_space: Some(latent_space()),
        localizations: localizations(&kinds),
        retrievals: retrievals(&kinds),
        generations: Modality::ALL.into_iter().map(|from| generation(&kinds, from)).collect(),
    }
}

fn head() -> Head {
    let config = [
        ("latent dimensions", "64"),
        ("lambda reconstruction", "1.0"),
        ("lambda kl", "0.001, from epoch 20"),
        ("lambda wasserstein", "1.0"),
        ("epochs", "60"),
        ("learning rate", "0.001"),
    ];
    Head {
        title: "Sample collection (made up)".into(),
        date: "14 March 2026, 10:20 UTC".into(),
        version: "0.1.0".into(),
        seed: 7,
        model: "ms-vae".into(),
        config: config.map(|(name, value)| (name.into(), value.into())).to_vec(),
        backbones: PerModality { audio: "cnn9-audioset".into(), visual: "efficientnet-lite0".into() },
        summary: vec!["On clips it has never met, it finds the right window for 71\u{a0}% of sounds and 68\u{a0}% of pictures; guessing finds 16\u{a0}%.".into()],
        collection: Collection {
            name: "videos/sample".into(),
            n_clips: 240,
            n_clips_with: PerModality { audio: 238, visual: 240 },
            n_secs: 2_391,
            skipped: vec![
                Skipped { file: "broken/0 bytes.mp4".into(), reason: "the file is empty".into() },
                Skipped { file: "notes/<b>readme</b>.txt".into(), reason: "neither picture nor sound".into() },
            ],
        },
    }
}

fn rows(metric: &str, scale: Scale, chance: f64, methods: &[(&str, Role, f64)]) -> Vec<CheckRow> {
    let row = |&(method, role, value): &(&str, Role, f64)| CheckRow {
        method: method.into(),
        role,
        metric: metric.into(),
        scale,
        value,
        chance: Some(chance),
        interval: (role != Role::Control).then_some((value - 0.045, value + 0.041)),
    };
    methods.iter().map(row).collect()
}

fn localization_check() -> SelfCheck {
    let methods = |ours, cca| {
        [
            ("ms-vae", Role::Model, ours),
            ("linear CCA", Role::Baseline, cca),
            ("best start per length", Role::Control, 0.241),
            ("always first", Role::Control, 0.133),
            ("always last", Role::Control, 0.117),
            ("shuffled query", Role::Control, 0.158),
        ]
    };
    let mut all =
        rows("Exact match, sound \u{2192} picture", Scale::Percent, 0.162, &methods(0.713, 0.525));
    all.extend(rows(
        "Exact match, picture \u{2192} sound",
        Scale::Percent,
        0.162,
        &methods(0.683, 0.498),
    ));
    SelfCheck {
        title: "Localization: exact match".into(),
        caption: "Share of 120 held-out clips in which the window starts at exactly the right second. Labels are used here, to judge; the model has seen none.".into(),
        rows: all,
    }
}

fn retrieval_check() -> SelfCheck {
    let methods = |ours, cca| [("ms-vae", Role::Model, ours), ("linear CCA", Role::Baseline, cca)];
    let mut all = rows("MRR sound \u{2192} picture", Scale::Unit, 0.083, &methods(0.41, 0.35));
    all.extend(rows("MRR picture \u{2192} sound", Scale::Unit, 0.083, &methods(0.39, f64::NAN)));
    SelfCheck {
        title: "Own-clip retrieval".into(),
        caption: "Mean reciprocal rank of the first second that comes from the query's own clip, among all seconds of held-out clips; 5 folds by clip.".into(),
        rows: all,
    }
}

fn training() -> TrainingCurves {
    let decay = |from: f64, to: f64, epochs: f64, salt: u32| {
        (0..60_u32).map(move |epoch| {
            to + (from - to)
                * (-f64::from(epoch) / epochs).exp()
                * (1.0 + 0.03 * f64::from(noise(epoch + salt)))
        })
    };
    let held_out = |from: f64, to: f64, epochs: f64, salt: u32| -> Curve {
        decay(from, to, epochs, salt)
            .enumerate()
            .step_by(5)
            .map(|(epoch, value)| (epoch + 1, value))
            .collect()
    };
    let term = |name: &str, from: f64, to: f64, epochs: f64, salt: u32| LossTerm {
        name: name.into(),
        train: Curve::every_epoch(decay(from, to, epochs, salt)),
        held_out: held_out(from, to * 1.15, epochs, salt + 900),
    };
    let mut kl = term("kl", 2.0, 31.0, 12.0, 300);
    kl.train.points[20].1 = f64::NAN;
    let active = |most: f64| {
        Curve::every_epoch(
            (0..60).map(move |epoch| (most * (1.0 - (-f64::from(epoch) / 6.0).exp())).round()),
        )
    };
    TrainingCurves {
        terms: vec![
            term("total", 2.1, 0.62, 9.0, 100),
            term("reconstruction", 1.9, 0.51, 9.0, 200),
            kl,
            term("wasserstein", 90.0, 0.8, 5.0, 400),
        ],
        active_units: Some(ActiveUnits {
            by_epoch: PerModality { audio: active(41.0), visual: active(47.0) },
            n_latents: 64,
        }),
    }
}

fn latent_space() -> LatentSpace {
    let diagnostics = |gap, foscttm, active: (usize, usize), kl: (f64, f64)| LatentDiagnostics {
        modality_gap: Some(gap),
        foscttm: Some(foscttm),
        modality_accuracy: Some(0.5 + foscttm / 2.0),
        active_units: Some(PerModality { audio: active.0, visual: active.1 }),
        n_latents: Some(64),
        kl_per_latent_nats: Some(PerModality { audio: kl.0, visual: kl.1 }),
    };
    LatentSpace {
        projection: "t-SNE, perplexity 30, 1000 iterations, seed 0".into(),
        panels: vec![
            LatentPanel {
                title: "Before training".into(),
                points: points(0.0),
                diagnostics: diagnostics(3.91, 0.49, (64, 64), (0.02, 0.03)),
            },
            LatentPanel {
                title: "After training".into(),
                points: points(1.0),
                diagnostics: diagnostics(0.38, 0.07, (41, 47), (0.71, 0.66)),
            },
        ],
    }
}

/// Two clouds that become six shared groups as `learned` goes from 0 to 1.
fn points(learned: f64) -> Vec<LatentPoint> {
    let mut points = Vec::new();
    for clip in 0..60_u32 {
        let angle = f64::from(clip % 6) * std::f64::consts::TAU / 6.0;
        for segment in 0..N_SECS {
            for (side, modality) in [(-1.0, Modality::Audio), (1.0, Modality::Visual)] {
                let salt = clip * 1000 + segment as u32 * 10 + u32::from(side > 0.0);
                let spread =
                    |salt: u32| f64::from(noise(salt) + noise(salt + 5)) * (9.0 - 5.5 * learned);
                let shared = |salt: u32| f64::from(noise(salt)) * 7.0 * learned;
                let home = clip * 77 + segment as u32 / 4;
                points.push(LatentPoint {
                    modality,
                    moment: Moment { clip: ClipId::new(format!("clip {clip:02}.mp4")), segment },
                    position: [
                        30.0 * angle.cos() * learned
                            + side * 22.0 * (1.0 - learned)
                            + spread(salt)
                            + shared(home),
                        30.0 * angle.sin() * learned + spread(salt + 3) + shared(home + 7000),
                    ],
                });
            }
        }
    }
    points
}

fn localizations(kinds: &[Kind]) -> Vec<LocalizationExample> {
    let example = |kind: &Kind, from, best_starts: &[usize]| {
        let n_starts = N_SECS - kind.event.len + 1;
        let best = best_starts[0] as f64;
        let distances = (0..n_starts)
            .map(|start| {
                let off = if best_starts.contains(&start) {
                    0.0
                } else {
                    (start as f64 - best).abs().min(4.0)
                };
                (3.1 + 1.3 * off)
                    + if off > 0.0 { 0.9 * f64::from(noise(start as u32)) } else { 0.0 }
            })
            .collect();
        LocalizationExample {
            from,
            query: Excerpt::new(kind.clip, kind.event),
            sequence: kind.whole(),
            distances,
            best_starts: best_starts.to_vec(),
            truth: Some(kind.event),
        }
    };
    vec![
        example(&kinds[0], Modality::Audio, &[3]),
        example(&kinds[1], Modality::Visual, &[1]),
        example(&kinds[3], Modality::Visual, &[2, 6]),
    ]
}

fn hits(kinds: &[Kind], first: usize, parts: &[&'static str], n: usize) -> Vec<Hit> {
    (0..n)
        .map(|rank| {
            let kind = kinds[(first + rank / 2) % kinds.len()];
            let far = 0.6 + 0.35 * rank as f64;
            let parts = parts.iter().enumerate();
            Hit {
                excerpt: kind.excerpt(Span::new(kind.event.start + rank % 2, 1)),
                parts: parts
                    .map(|(index, &name)| DistancePart {
                        name: name.into(),
                        value: far * (0.35 + 0.4 * index as f64),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn retrievals(kinds: &[Kind]) -> Vec<RetrievalExample> {
    let directions = Modality::ALL.into_iter().flat_map(|from| Modality::ALL.map(|to| (from, to)));
    directions
        .enumerate()
        .map(|(index, (from, to))| RetrievalExample {
            from,
            to,
            query: kinds[index].excerpt(Span::new(kinds[index].event.start, 1)),
            hits: hits(kinds, index, &["latent", "generated"], 5),
        })
        .collect()
}

fn generation(kinds: &[Kind], from: Modality) -> GenerationExample {
    let first = if from == Modality::Audio { 4 } else { 2 };
    GenerationExample {
        from,
        query: kinds[first].excerpt(Span::new(kinds[first].event.start, 1)),
        nearest: hits(kinds, first, &["generated"], 5),
    }
}
