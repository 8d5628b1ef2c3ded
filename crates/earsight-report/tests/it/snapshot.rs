//! A small page, reviewed as text; `cargo insta review` after a change on purpose.

use earsight_core::{Category, Frame, Modality, Moment, PerModality, Span};
use earsight_report::{
    ActiveUnits, CheckRow, Collection, Curve, DistancePart, Excerpt, Head, Hit, LatentDiagnostics,
    LatentPanel, LatentPoint, LatentSpace, LocalizationExample, LossTerm, Report, RetrievalExample,
    Role, Scale, SelfCheck, Skipped, Sound, TrainingCurves,
};
use ndarray::Array2;

use crate::page::without_media;

fn excerpt(clip: &str, span: Span) -> Excerpt {
    let mut excerpt = Excerpt::new(clip, span);
    excerpt.category = Some(Category("bell".into()));
    excerpt.frames = (0..span.len)
        .map(|second| Frame::new(2, 2, vec![second as u8 * 20; 12]).expect("2 × 2 × 3 bytes"))
        .collect();
    excerpt.sound =
        Some(Sound::LogMel(Array2::from_shape_fn((4 * span.len, 8), |(x, y)| (x + y) as f32)));
    excerpt
}

fn report() -> Report {
    let point = |modality, segment, x| LatentPoint {
        modality,
        moment: Moment { clip: "a & b.mp4".into(), segment },
        position: [x, segment as f64],
    };
    let row = |method: &str, role, value| CheckRow {
        method: method.into(),
        role,
        metric: "MRR sound → picture".into(),
        scale: Scale::Unit,
        value,
        chance: Some(0.083),
        interval: (role == Role::Model).then_some((0.37, 0.45)),
    };
    Report {
        head: Head {
            title: "Two clips".into(),
            date: "2026-03-14".into(),
            version: "0.1.0".into(),
            seed: 7,
            model: "ms-vae".into(),
            config: vec![("epochs".into(), "3".into())],
            backbones: PerModality { audio: "cnn9".into(), visual: "lite0".into() },
            summary: vec!["It works a little.".into()],
            collection: Collection {
                name: "clips".into(),
                n_clips: 2,
                n_clips_with: PerModality { audio: 2, visual: 2 },
                n_secs: 90,
                skipped: vec![Skipped { file: "c.mp4".into(), reason: "the file is empty".into() }],
            },
        },
        self_checks: vec![SelfCheck {
            title: "Own-clip retrieval".into(),
            caption: "On held-out clips.".into(),
            rows: vec![row("ms-vae", Role::Model, 0.41), row("linear CCA", Role::Baseline, 0.35)],
        }],
        training: Some(TrainingCurves {
            terms: vec![LossTerm {
                name: "total".into(),
                train: Curve::every_epoch([3.0, f64::NAN, 2.0, 1.0]),
                held_out: [(1, 3.0), (4, 2.0)].into_iter().collect(),
            }],
            active_units: Some(ActiveUnits {
                by_epoch: PerModality::from_fn(|_| Curve::every_epoch([0.0, 3.0])),
                n_latents: 4,
            }),
        }),
        latent_space: Some(LatentSpace {
            projection: "t-SNE, seed 7".into(),
            panels: vec![LatentPanel {
                title: "After training".into(),
                points: vec![
                    point(Modality::Audio, 0, 0.0),
                    point(Modality::Visual, 0, 1.0),
                    point(Modality::Visual, 1, 2.0),
                ],
                diagnostics: LatentDiagnostics {
                    modality_gap: Some(0.38),
                    foscttm: Some(0.07),
                    modality_accuracy: Some(0.75),
                    active_units: Some(PerModality { audio: 3, visual: 3 }),
                    n_latents: Some(4),
                    kl_per_latent_nats: Some(PerModality { audio: 0.7, visual: 0.6 }),
                },
            }],
        }),
        localizations: vec![LocalizationExample {
            from: Modality::Audio,
            query: Excerpt::new("a & b.mp4", Span::new(1, 2)),
            sequence: excerpt("a & b.mp4", Span::new(0, 4)),
            distances: vec![2.0, 1.0, 1.0],
            best_starts: vec![1, 2],
            truth: Some(Span::new(1, 2)),
        }],
        retrievals: vec![RetrievalExample {
            from: Modality::Visual,
            to: Modality::Audio,
            query: excerpt("a & b.mp4", Span::new(3, 1)),
            hits: vec![Hit {
                excerpt: excerpt("d.mp4", Span::new(0, 1)),
                parts: vec![
                    DistancePart { name: "latent".into(), value: 0.31 },
                    DistancePart { name: "generated".into(), value: 0.87 },
                ],
            }],
        }],
        generations: vec![],
    }
}

#[test]
fn a_small_page_reads_as_reviewed() {
    insta::assert_snapshot!(without_media(&report().to_html()).replace("><", ">\n<"));
}
