//! How learning went.

use earsight_core::{Modality, PerModality};
use maud::{Markup, html};

use crate::number::{coordinate, measured};
use crate::plot::{Axis, line, value_grid};

/// Values over the epochs of one training.
#[derive(Debug, Clone, Default)]
pub struct TrainingCurves {
    /// The terms of the objective and their total, in the order to show.
    pub terms: Vec<LossTerm>,
    /// How many latent dimensions are in use, if it was measured.
    pub active_units: Option<ActiveUnits>,
}

/// One term of the objective over the epochs.
#[derive(Debug, Clone, Default)]
pub struct LossTerm {
    /// `total`, `reconstruction`, `kl`, `wasserstein` or another name.
    pub name: String,
    /// On the clips it learns from.
    pub train: Curve,
    /// On clips kept apart; empty when there were none.
    pub held_out: Curve,
}

/// Latent dimensions whose mean varies over the data (variance above 0.01, Burda et al. 2016).
#[derive(Debug, Clone, Default)]
pub struct ActiveUnits {
    /// Their number over the epochs.
    pub by_epoch: PerModality<Curve>,
    /// How many dimensions there are.
    pub n_latents: usize,
}

/// A value at some epochs; a value that is not finite leaves a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// Epoch (counted from 1) and value, epochs ascending.
    pub points: Vec<(usize, f64)>,
}

impl Curve {
    /// A value for each epoch from the first.
    pub fn every_epoch(values: impl IntoIterator<Item = f64>) -> Self {
        values.into_iter().enumerate().map(|(epoch, value)| (epoch + 1, value)).collect()
    }
}

impl FromIterator<(usize, f64)> for Curve {
    fn from_iter<I: IntoIterator<Item = (usize, f64)>>(points: I) -> Self {
        Curve { points: points.into_iter().collect() }
    }
}

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 200.0;
/// Edges of the plotting area: left, right, top, bottom.
const AREA: (f64, f64, f64, f64) = (52.0, 348.0, 12.0, 164.0);

/// One line of a panel.
struct Line<'a> {
    class: &'static str,
    name: &'static str,
    curve: &'a Curve,
}

impl TrainingCurves {
    pub(crate) fn render(&self) -> Markup {
        html! {
            figure {
                div.panels {
                    @for term in &self.terms {
                        (panel(&term.name, None, &[
                            Line { class: "train", name: "train", curve: &term.train },
                            Line { class: "held-out", name: "held-out", curve: &term.held_out },
                        ]))
                    }
                    @if let Some(active) = &self.active_units {
                        (panel("active units", Some(active.n_latents), &[
                            Line { class: "audio", name: "audio", curve: &active.by_epoch[Modality::Audio] },
                            Line { class: "visual", name: "visual", curve: &active.by_epoch[Modality::Visual] },
                        ]))
                    }
                }
                figcaption {
                    "Each panel is one part of what the training makes small, epoch by epoch; \
                     where it becomes flat, there is nothing more to learn. "
                    span.key { (key("train")) "clips it learns from" } " "
                    @if self.terms.iter().any(|term| !term.held_out.points.is_empty()) {
                        span.key { (key("held-out")) "clips kept apart" }
                        "; when this line rises while the other falls, it learns by heart. "
                    }
                    @if self.active_units.is_some() {
                        "Active units are the dimensions of the latent space that carry something: "
                        span.key { (key("audio")) "sound" } " "
                        span.key { (key("visual")) "picture" }
                        "; near 0 the model has collapsed and answers mean nothing."
                    }
                }
            }
        }
    }
}

impl Curve {
    fn last(&self) -> Option<(usize, f64)> {
        self.points.iter().rev().find(|(_, value)| value.is_finite()).copied()
    }
}

fn key(class: &str) -> Markup {
    html! { svg.key-line viewBox="0 0 28 10" aria-hidden="true" { path class={ "curve " (class) } d="M2 5H26" {} } }
}

fn panel(title: &str, from_zero_to: Option<usize>, lines: &[Line<'_>]) -> Markup {
    let (left, right, top, bottom) = AREA;
    let all = || lines.iter().flat_map(|line| line.curve.points.iter());
    let n_epochs = all().map(|(epoch, _)| *epoch).max().unwrap_or(0);
    let epochs = Axis::linear(1.0, (n_epochs as f64).max(2.0), (left, right));
    let values = match from_zero_to {
        Some(most) => Axis::linear(0.0, most as f64, (bottom, top)),
        None => Axis::around(all().map(|(_, value)| *value), (bottom, top)),
    };
    let ends: Vec<String> = lines
        .iter()
        .filter_map(|line| Some((line.name, line.curve.last()?)))
        .map(|(name, (epoch, value))| format!("{name} {} at epoch {epoch}", measured(value)))
        .collect();
    html! {
        div.panel {
            h4 { (title) @if values.is_logarithmic() { span.quiet { " (logarithmic)" } } }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
                aria-label={ (title) " over " (n_epochs) " epochs: " (ends.join(", ")) } {
                (value_grid(&values, 4, left, right))
                @for epoch in epochs.ticks(4).into_iter().filter(|epoch| epoch.fract() == 0.0) {
                    text.tick x=(coordinate(epochs.at(epoch))) y=(bottom + 17.0) text-anchor="middle" { (epoch) }
                }
                text.tick x=(right) y=(HEIGHT - 3.0) text-anchor="end" { "epoch" }
                @for Line { class, curve, .. } in lines {
                    (line(&format!("curve {class}"), curve.points.iter()
                        .map(|&(epoch, value)| (epochs.at(epoch as f64), if value.is_finite() { values.at(value) } else { f64::NAN }))))
                }
                @if n_epochs == 0 {
                    text.tick x=((left + right) / 2.0) y=((top + bottom) / 2.0) text-anchor="middle" { "nothing measured" }
                }
            }
            p.ends { (if ends.is_empty() { "no finite value".into() } else { ends.join(", ") }) }
        }
    }
}
