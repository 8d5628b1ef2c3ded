//! The paper's figures as files of their own: SVG that any browser shows.

use maud::{Markup, PreEscaped, html};

use crate::latent_space::{LatentPanel, SIDE};
use crate::learning_curve::{self, CurvePlot};
use crate::localization::figure;
use crate::media::Media;
use crate::number::coordinate;
use crate::page::STYLE;
use crate::{Limits, LocalizationExample, Report, sense};

/// Between drawings, and above them for their title.
const GAP: f64 = 28.0;
/// Of a line of text.
const LINE: f64 = 18.0;

/// Fig. 3: where both senses are put, one panel per model, the numbers under each.
pub fn latent_figure(panels: &[LatentPanel]) -> String {
    let n_lines = panels.iter().map(|panel| panel.diagnostics.rows().len()).max().unwrap_or(0);
    let height = GAP + SIDE + LINE * (n_lines + 1) as f64;
    let width = (SIDE + GAP) * panels.len().max(1) as f64;
    svg(
        width,
        height,
        html! {
            @for (place, panel) in panels.iter().enumerate() {
                g transform={ "translate(" ((SIDE + GAP) * place as f64 + GAP / 2.0) " 0)" } {
                    text y="19" style="font-size: 15px; font-weight: 650" { (panel.title) }
                    g.latent transform={ "translate(0 " (GAP) ")" } { (panel.drawing(usize::MAX)) }
                    @for (line, (name, value, _)) in panel.diagnostics.rows().into_iter().enumerate() {
                        text y=(coordinate(GAP + SIDE + LINE * (line + 1) as f64)) { (name) ": " (value) }
                    }
                }
            }
        },
    )
}

/// Fig. 2: one query after the other, its clip second by second and the distance of every start.
pub fn localization_figure(examples: &[LocalizationExample]) -> String {
    let limits = Limits::default();
    let media = Media::new(&Report::default(), &limits);
    let drawn: Vec<(Markup, f64)> =
        examples.iter().map(|example| figure::drawing(example, &media)).collect();
    let tops: Vec<f64> = drawn
        .iter()
        .scan(0.0, |top, (_, height)| {
            let own = *top;
            *top += GAP + height + GAP;
            Some(own)
        })
        .collect();
    let height: f64 = drawn.iter().map(|(_, height)| GAP + height + GAP).sum();
    svg(
        figure::WIDTH,
        height,
        html! {
            @for ((example, (drawing, _)), top) in examples.iter().zip(&drawn).zip(&tops) {
                g transform={ "translate(0 " (coordinate(*top)) ")" } {
                    text x="2" y="19" style="font-size: 15px; font-weight: 650" {
                        (example.sequence.clip)
                        @if let Some(category) = &example.sequence.category { ", " (category.0) }
                        ": " (sense::word(example.from)) " \u{2192} " (sense::word(example.from.other()))
                        ", " (example.outcome().in_a_word())
                    }
                    g.strip transform={ "translate(0 " (GAP) ")" } { (drawing) }
                }
            }
        },
    )
}

/// Learning curves, side by side.
pub fn curve_figure(plots: &[CurvePlot]) -> String {
    let width = learning_curve::WIDTH + GAP;
    svg(
        width * plots.len().max(1) as f64,
        learning_curve::HEIGHT + GAP,
        html! {
            @for (place, plot) in plots.iter().enumerate() {
                g transform={ "translate(" (width * place as f64 + GAP / 2.0) " " (GAP / 2.0) ")" } {
                    (plot.drawing())
                }
            }
        },
    )
}

fn svg(width: f64, height: f64, drawing: Markup) -> String {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(coordinate(width)) height=(coordinate(height))
            viewBox={ "0 0 " (coordinate(width)) " " (coordinate(height)) } {
            style { (PreEscaped(STYLE)) }
            rect width="100%" height="100%" style="fill: var(--paper)" {}
            (drawing)
        }
    }
    .into_string()
}
