//! The paper's figures and our learning curves as SVG.

mod axis;
mod latent_space;
mod learning_curve;
mod line;
mod localization;
mod number;
mod svg;

use earsight::evaluation::LocalizedEvent;

use crate::{Curves, FigureData, Panel};
use latent_space::SIDE;
use number::coordinate;
use svg::Svg;

const STYLE: &str = include_str!("figures/figure.css");
/// Between drawings, and above them for their title.
const GAP: f64 = 28.0;
/// Height of a line of text.
const LINE: f64 = 18.0;
const TITLE_STYLE: &str = "font-size: 15px; font-weight: 650";

/// Fig. 3: each model's audio and visual latents of the same seconds, its diagnostics under its panel.
pub fn latent_figure(panels: &[(&str, &FigureData, Panel)]) -> String {
    let diagnostics = panels.iter().map(|(_, _, panel)| &panel.diagnostics);
    let rows: Vec<_> = diagnostics.map(latent_space::diagnostic_rows).collect();
    let n_lines = rows.iter().map(|rows| rows.len()).max().unwrap_or(0);
    let height = GAP + SIDE + LINE * (n_lines + 1) as f64;
    let width = (SIDE + GAP) * panels.len().max(1) as f64;
    document(width, height, |svg| {
        for (place, ((title, data, panel), rows)) in panels.iter().zip(&rows).enumerate() {
            svg.group("", ((SIDE + GAP) * place as f64 + GAP / 2.0, 0.0), |svg| {
                svg.label(&[("y", &19), ("style", &TITLE_STYLE)], title);
                svg.group("latent", (0.0, GAP), |svg| {
                    latent_space::draw(svg, &data.moments, &panel.plane);
                });
                for (line, text) in rows.iter().enumerate() {
                    let y = coordinate(GAP + SIDE + LINE * (line + 1) as f64);
                    svg.label(&[("y", &y)], text);
                }
            });
        }
    })
}

/// Fig. 2: one query below the other, its clip second by second and the distance of every start.
pub fn localization_figure(events: &[&LocalizedEvent]) -> String {
    let heights: Vec<f64> =
        events.iter().map(|event| GAP + localization::height(event) + GAP).collect();
    document(localization::WIDTH, heights.iter().sum(), |svg| {
        let mut top = 0.0;
        for (event, height) in events.iter().zip(&heights) {
            svg.group("", (0.0, coordinate(top)), |svg| {
                let title = localization::title(event);
                svg.label(&[("x", &2), ("y", &19), ("style", &TITLE_STYLE)], title);
                svg.group("strip", (0.0, GAP), |svg| localization::draw(svg, event));
            });
            top += height;
        }
    })
}

/// Learning curves, side by side: one plot for each score, one line for each system.
pub fn curve_figure(curves: &Curves) -> String {
    let scores = curves.by_score();
    let width = learning_curve::WIDTH + GAP;
    let height = learning_curve::HEIGHT + GAP;
    document(width * scores.len().max(1) as f64, height, |svg| {
        for (place, (score, points)) in scores.iter().enumerate() {
            svg.group("", (width * place as f64 + GAP / 2.0, GAP / 2.0), |svg| {
                learning_curve::draw(svg, score.title(), points);
            });
        }
    })
}

fn document(width: f64, height: f64, draw: impl FnOnce(&mut Svg)) -> String {
    let (width, height) = (coordinate(width), coordinate(height));
    let mut svg = Svg::default();
    let attributes: [svg::Attribute<'_>; 4] = [
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("width", &width),
        ("height", &height),
        ("viewBox", &format!("0 0 {width} {height}")),
    ];
    svg.element("svg", &attributes, |svg| {
        svg.style(STYLE);
        let paper = "fill: var(--paper)";
        svg.shape("rect", &[("width", &"100%"), ("height", &"100%"), ("style", &paper)]);
        draw(svg);
    });
    svg.into_text()
}
