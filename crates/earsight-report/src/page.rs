//! The document around the sections.

use maud::{DOCTYPE, Markup, html};

use crate::{Limits, Report};

/// The whole document.
pub(crate) fn render(report: &Report, _limits: &Limits) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (report.head.title) } }
            body { (report.head.render()) }
        }
    }
}
