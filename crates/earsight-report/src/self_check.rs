//! How well it works, beside what needs no learning.

use maud::{Markup, html};

use crate::number::{self, coordinate};

/// One table of numbers measured on clips the model was not fitted on.
#[derive(Debug, Clone, Default)]
pub struct SelfCheck {
    /// Title: `Own-clip retrieval`.
    pub title: String,
    /// What was measured and on what, in plain words.
    pub caption: String,
    /// The numbers; rows of one metric stand together in the order given.
    pub rows: Vec<CheckRow>,
}

/// One number, of one method and one metric.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckRow {
    /// Who: `ms-vae`, `linear CCA`, `always first`.
    pub method: String,
    /// In what part that method stands on the page.
    pub role: Role,
    /// What was measured: `MRR audio → visual`.
    pub metric: String,
    /// How to write the number.
    pub scale: Scale,
    /// The number, a share in 0..=1 whatever the scale; larger is better.
    pub value: f64,
    /// What guessing gives, on the same scale.
    pub chance: Option<f64>,
    /// Lower and upper end of the 95 % confidence interval, on the same scale.
    pub interval: Option<(f64, f64)>,
}

/// What part a method plays in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// The model this report is about.
    #[default]
    Model,
    /// Another method that looks at the features, such as linear CCA.
    Baseline,
    /// A rule or a control that must not work: a fixed start, a shuffled query.
    Control,
}

/// How a share is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// `0.41`, for a mean reciprocal rank.
    #[default]
    Unit,
    /// `41.2 %`, for exact match.
    Percent,
}

impl Scale {
    fn write(self, share: f64) -> String {
        match self {
            Scale::Unit => number::share(share),
            Scale::Percent => number::percent(share),
        }
    }
}

impl Role {
    fn class(self) -> &'static str {
        match self {
            Role::Model => "model",
            Role::Baseline => "baseline",
            Role::Control => "control",
        }
    }
}

impl SelfCheck {
    pub(crate) fn render(&self) -> Markup {
        let mut metrics: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !metrics.contains(&row.metric.as_str()) {
                metrics.push(&row.metric);
            }
        }
        html! {
            div.check {
                h3 { (self.title) }
                p { (self.caption) }
                div.scroll role="region" tabindex="0" aria-label=(self.title) {
                    table {
                        thead { tr {
                            th scope="col" { "Method" }
                            th.number scope="col" { "Value" }
                            th.number scope="col" { "95 % interval" }
                            th.number scope="col" { "Chance" }
                            th scope="col" { span.from { "0" } span.to { "1" } }
                        } }
                        @for metric in metrics {
                            tbody {
                                tr.metric { th colspan="5" scope="rowgroup" { (metric) } }
                                @for row in self.rows.iter().filter(|row| row.metric == metric) {
                                    (row.render())
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl CheckRow {
    fn render(&self) -> Markup {
        let write = |share: Option<f64>| share.map_or("\u{2013}".into(), |s| self.scale.write(s));
        html! {
            tr class=(self.role.class()) {
                th scope="row" { (self.method) }
                td.number { (write(Some(self.value))) }
                td.number { @if let Some((low, high)) = self.finite_interval() {
                    (self.scale.write(low)) " to " (self.scale.write(high))
                } @else { "\u{2013}" } }
                td.number { (write(self.chance)) }
                td.bar { (self.bar()) }
            }
        }
    }

    fn finite_interval(&self) -> Option<(f64, f64)> {
        self.interval.filter(|(low, high)| low.is_finite() && high.is_finite())
    }

    /// The value as a bar from 0 to 1, the interval as a whisker, chance as a tick.
    fn bar(&self) -> Markup {
        let x = |share: f64| coordinate(share.clamp(0.0, 1.0) * 200.0);
        html! {
            svg viewBox="0 0 200 18" aria-hidden="true" {
                rect.track x="0" y="5" width="200" height="8" {}
                @if self.value.is_finite() {
                    rect.value x="0" y="5" width=(x(self.value)) height="8" {}
                }
                @if let Some((low, high)) = self.finite_interval() {
                    path.whisker d={ "M" (x(low)) " 9H" (x(high)) "M" (x(low)) " 6v6M" (x(high)) " 6v6" } {}
                }
                @if let Some(chance) = self.chance.filter(|chance| chance.is_finite()) {
                    path.chance d={ "M" (x(chance)) " 1v16" } {}
                }
            }
        }
    }
}
