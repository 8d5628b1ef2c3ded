//! Figures of made-up numbers are as they were reviewed, except for their style.

use earsight::evaluation::LocalizedEvent;
use earsight::latent_space::Diagnostics;
use earsight::localization::Localization;
use earsight_bench::{
    CurvePoint, CurveScore, Curves, FigureData, Panel, curve_figure, latent_figure,
    localization_figure,
};
use earsight_core::{Category, Modality, Moment, PerModality, Span};
use earsight_metrics::{Interval, Spread};
use ndarray::Array2;

/// Compares a figure with the reviewed one.
#[track_caller]
fn assert_reviewed(figure: &str, reviewed: &str) {
    let (head, rest) = figure.split_once("<style>").expect("a figure has a style");
    let (_, drawing) = rest.split_once("</style>").expect("a style ends");
    assert_eq!(
        format!("{head}<style></style>{drawing}\n").replace("><", ">\n<"),
        reviewed.replace("><", ">\n<")
    );
}

#[test]
fn learning_curves() {
    let point = |score, model: &str, n_clips, mean: f64, chance| CurvePoint {
        score,
        n_clips,
        model: model.to_owned(),
        is_supervised: false,
        spread: Spread { mean, sd: 0.0, n: 1 },
        interval: Interval { low: mean - 0.05, high: mean + 0.04 },
        first_minus_this: None,
        chance,
    };
    let mut points = Vec::new();
    for (n_clips, ours, other, chance) in
        [(20, 0.31, 0.3, 0.2), (50, 0.42, 0.5, 0.2), (300, 0.77, 0.76, 0.21)]
    {
        points.push(point(CurveScore::Exact, "ms-vae", n_clips, ours, chance));
        points.push(point(CurveScore::Exact, "a<b", n_clips, other, chance));
    }
    for (n_clips, mean, chance) in [(20, 0.31, 0.1), (50, 0.42, 0.12)] {
        points.push(point(CurveScore::OwnClip, "ms-vae", n_clips, mean, chance));
    }
    let figure = curve_figure(&Curves { points, failures: Vec::new() });
    assert_reviewed(&figure, include_str!("figures/curve.svg"));
}

#[test]
fn localized_events() {
    let event = |from, clip: &str, tied: Vec<usize>, distances: Vec<f64>| LocalizedEvent {
        clip: clip.into(),
        category: Category("Church bell".to_owned()),
        from,
        truth: Span::new(3, 4),
        n_segments: 10,
        found: Localization { start: tied[0], tied, query_len: 4, distances },
    };
    let events = [
        event(Modality::Audio, "a&\"b\".mp4", vec![3], vec![8.95, 9.01, 8.5, 7.25, 8.0, 9.5, 10.0]),
        event(
            Modality::Visual,
            "c.mp4",
            vec![1, 3, 5],
            vec![8.95, 6.0, 8.5, 6.0, 8.0, 6.0, f64::NAN],
        ),
        event(Modality::Visual, "d.mp4", vec![1], vec![8.95, 6.0, 8.5, 7.0, 8.0, 9.0, 9.0]),
    ];
    let figure = localization_figure(&events.iter().collect::<Vec<_>>());
    assert_reviewed(&figure, include_str!("figures/fig2.svg"));
}

#[test]
fn a_latent_space() {
    let moments = [("a<b", 0), ("a<b", 1), ("z", 4)]
        .map(|(clip, segment)| Moment { clip: clip.into(), segment })
        .to_vec();
    let plane = PerModality {
        audio: Array2::from_shape_fn((3, 2), |(i, axis)| i as f32 * [1.7, -0.3][axis]),
        visual: Array2::from_shape_fn((3, 2), |(i, axis)| {
            if axis == 0 { i as f32 * 1.1 + 0.2 } else { 0.4 * i as f32 }
        }),
    };
    let diagnostics = || Diagnostics {
        modality_gap: 0.38,
        foscttm: 0.07,
        modality_accuracy: 0.75,
        active_units: PerModality { audio: 3, visual: 2 },
        latent_dim: 4,
        kl_per_dim: PerModality { audio: 0.7, visual: 0.0001 },
    };
    let data = FigureData { moments, posteriors: None, localized: Vec::new() };
    let panels = ["CM-VAE", "MS-VAE & W"]
        .map(|title| (title, &data, Panel { plane: plane.clone(), diagnostics: diagnostics() }));
    assert_reviewed(&latent_figure(&panels), include_str!("figures/fig3.svg"));
}
