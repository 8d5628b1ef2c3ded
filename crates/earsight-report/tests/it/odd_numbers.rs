//! What is not a number breaks no drawing.

use earsight_core::{Modality, Span};
use earsight_report::{
    CheckRow, Curve, DistancePart, Excerpt, Hit, LocalizationExample, LossTerm, Report,
    RetrievalExample, Role, Scale, SelfCheck, TrainingCurves,
};

use crate::page::{assert_well_formed, attributes};

const ODD: [f64; 6] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0, 1e-320];

#[test]
fn every_coordinate_is_a_number() {
    let odd_and_even = || ODD.into_iter().chain([1.0, 2.0]);
    let clip = Excerpt::new("a.mp4", Span::new(0, 10));
    let term = |values: &mut dyn Iterator<Item = f64>| LossTerm {
        name: "kl".into(),
        train: Curve::every_epoch(values),
        held_out: Curve::every_epoch([f64::NAN]),
    };
    let mut terms = vec![term(&mut odd_and_even())];
    terms.extend(ODD.map(|odd| term(&mut [odd, 1.0].into_iter())));
    let report = Report {
        self_checks: vec![SelfCheck {
            rows: ODD
                .map(|odd| CheckRow {
                    method: "m".into(),
                    role: Role::Model,
                    metric: "MRR".into(),
                    scale: Scale::Unit,
                    value: odd,
                    chance: Some(odd),
                    interval: Some((odd, odd)),
                })
                .to_vec(),
            ..SelfCheck::default()
        }],
        training: Some(TrainingCurves { terms, active_units: None }),
        localizations: ODD
            .map(|odd| LocalizationExample {
                from: Modality::Audio,
                query: Excerpt::new("a.mp4", Span::new(2, 3)),
                sequence: clip.clone(),
                distances: vec![odd, 1.0, odd, 2.0],
                // beyond the clip on purpose
                best_starts: vec![1, 30],
                truth: Some(Span::new(9, 40)),
            })
            .to_vec(),
        retrievals: vec![RetrievalExample {
            from: Modality::Audio,
            to: Modality::Audio,
            query: clip.clone(),
            hits: ODD
                .map(|value| Hit {
                    excerpt: clip.clone(),
                    parts: vec![DistancePart { name: "latent".into(), value }],
                })
                .to_vec(),
        }],
        ..Report::default()
    };
    let html = report.to_html();
    assert_well_formed(&html);
    for name in ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"] {
        for value in attributes(&html, name) {
            let number: f64 = value.parse().unwrap_or(f64::NAN);
            assert!(number.is_finite(), "{name}=\"{value}\"");
        }
    }
    for name in ["width", "height"] {
        assert!(
            attributes(&html, name).iter().all(|value| !value.starts_with('-')),
            "{name} below 0"
        );
    }
    for path in attributes(&html, "d") {
        assert!(!path.contains("NaN") && !path.contains("inf"), "{path}");
    }
}
