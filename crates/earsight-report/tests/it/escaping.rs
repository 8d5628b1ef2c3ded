//! Text that is not meant as HTML stays text.

use earsight_core::{Category, Modality, Moment, PerModality, Span};
use earsight_report::{
    CheckRow, Collection, Curve, DistancePart, Excerpt, GenerationExample, Head, Hit,
    LatentDiagnostics, LatentPanel, LatentPoint, LatentSpace, LocalizationExample, LossTerm,
    Report, RetrievalExample, Role, Scale, SelfCheck, Skipped, TrainingCurves,
};

use crate::page::assert_well_formed;

/// Ends an attribute, a title, a style and a script, in case it stands in one.
const HOSTILE: &str =
    "\"'></title></style><script>alert(1)</script><img src=x onerror=alert(1)>&amp;.mp4";

#[test]
fn no_text_of_any_field_becomes_a_tag() {
    let text = || HOSTILE.to_string();
    let mut excerpt = Excerpt::new(HOSTILE, Span::new(0, 3));
    excerpt.category = Some(Category(text()));
    let hit = Hit {
        excerpt: excerpt.clone(),
        parts: vec![DistancePart { name: text().into(), value: 1.0 }],
    };
    let report = Report {
        head: Head {
            title: text(),
            date: text(),
            version: text(),
            seed: 1,
            model: text(),
            config: vec![(text(), text())],
            backbones: PerModality { audio: text(), visual: text() },
            summary: vec![text()],
            collection: Collection {
                name: text(),
                skipped: vec![Skipped { file: text(), reason: text() }],
                ..Collection::default()
            },
        },
        self_checks: vec![SelfCheck {
            title: text(),
            caption: text(),
            rows: vec![CheckRow {
                method: text(),
                role: Role::Model,
                metric: text(),
                scale: Scale::Unit,
                value: 0.5,
                chance: None,
                interval: None,
            }],
        }],
        training: Some(TrainingCurves {
            terms: vec![LossTerm {
                name: text(),
                train: Curve::every_epoch([1.0, 0.5]),
                held_out: Curve::default(),
            }],
            active_units: None,
        }),
        latent_space: Some(LatentSpace {
            projection: text(),
            panels: vec![LatentPanel {
                title: text(),
                points: vec![LatentPoint {
                    modality: Modality::Audio,
                    moment: Moment { clip: HOSTILE.into(), segment: 0 },
                    position: [0.0, 0.0],
                }],
                diagnostics: LatentDiagnostics::default(),
            }],
        }),
        localizations: vec![LocalizationExample {
            from: Modality::Audio,
            query: excerpt.clone(),
            sequence: excerpt.clone(),
            distances: vec![1.0],
            best_starts: vec![0],
            truth: None,
        }],
        retrievals: vec![RetrievalExample {
            from: Modality::Audio,
            to: Modality::Visual,
            query: excerpt.clone(),
            hits: vec![hit.clone()],
        }],
        generations: vec![GenerationExample {
            from: Modality::Visual,
            query: excerpt,
            nearest: vec![hit],
        }],
    };
    let html = report.to_html();
    assert_well_formed(&html);
    assert!(html.matches("&lt;script&gt;").count() > 20, "the text is there");
    for tag in ["<script", "<img", "</title></style>"] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert_eq!(html.matches("</style>").count(), 1);
}
