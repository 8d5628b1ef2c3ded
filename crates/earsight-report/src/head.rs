//! What was learned, on what, with what.

use earsight_core::PerModality;
use maud::{Markup, html};

use crate::number;

/// What stands at the top of the page: the collection, the model and how to get the same result again.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Title of the page, usually the name of the library.
    pub title: String,
    /// When the report was made, as it should be read; this crate has no clock.
    pub date: String,
    /// Version of the program.
    pub version: String,
    /// Seed of the training.
    pub seed: u64,
    /// Name of the model in the registry: `ms-vae`.
    pub model: String,
    /// The resolved configuration, name and value, in the order to show.
    pub config: Vec<(String, String)>,
    /// Names of the backbones that made the features.
    pub backbones: PerModality<String>,
    /// What came out, one plain sentence each; may be empty.
    pub summary: Vec<String>,
    /// What it was learned on.
    pub collection: Collection,
}

/// The clips a model was learned on.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// Name of the folder or of the sample collection.
    pub name: String,
    /// Clips that gave features.
    pub n_clips: usize,
    /// Of these, clips that have each sense.
    pub n_clips_with: PerModality<usize>,
    /// Seconds of all clips together.
    pub n_secs: usize,
    /// Files that gave nothing, with the reason.
    pub skipped: Vec<Skipped>,
}

/// A file that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Why, in one line.
    pub reason: String,
}

impl Head {
    pub(crate) fn render(&self) -> Markup {
        let Collection { name, n_clips, n_clips_with, n_secs, skipped } = &self.collection;
        html! {
            header {
                p.kicker { "Earsight report" }
                h1 { (self.title) }
                @for sentence in &self.summary { p.summary { (sentence) } }
                dl.facts {
                    (fact("Learned on", html! {
                        (number::count(*n_clips, "clip")) ", " (number::duration(*n_secs))
                        @if !name.is_empty() { br; span.quiet { (name) } }
                    }))
                    (fact("Heard / seen", html! {
                        (n_clips_with.audio) " with sound, " (n_clips_with.visual) " with picture"
                    }))
                    (fact("Labels used to learn", html! { "none" }))
                    (fact("Model", html! { code { (self.model) } }))
                    (fact("Backbones", html! {
                        code { (self.backbones.audio) } " for sound, "
                        code { (self.backbones.visual) } " for picture"
                    }))
                    (fact("Seed", html! { (self.seed) }))
                    (fact("Made", html! { (self.date) " by earsight " (self.version) }))
                }
                @if !skipped.is_empty() {
                    details {
                        summary { (number::count(skipped.len(), "file")) " skipped" }
                        (two_columns("Files that were skipped, and why", ["File", "Reason"],
                            skipped.iter().map(|skipped| (&skipped.file, &skipped.reason))))
                    }
                }
                @if !self.config.is_empty() {
                    details {
                        summary { "Configuration" }
                        (two_columns("Configuration of the model", ["Setting", "Value"],
                            self.config.iter().map(|(name, value)| (name, value))))
                    }
                }
            }
        }
    }
}

fn fact(term: &str, description: Markup) -> Markup {
    html! { div { dt { (term) } dd { (description) } } }
}

fn two_columns<'a>(
    caption: &str,
    heads: [&str; 2],
    rows: impl Iterator<Item = (&'a String, &'a String)>,
) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for (left, right) in rows {
                    tr { th scope="row" { (left) } td { (right) } }
                } }
            }
        }
    }
}
