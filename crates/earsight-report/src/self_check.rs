//! How well it works, beside what needs no learning.

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
