//! How embeddings are compared: a weighted sum over ranges of columns, as data.

use std::borrow::Cow;
use std::ops::Range;

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

/// `D(q, i) = Σ_p w_p · ‖q_p − i_p‖`. Smaller is closer.
///
/// The paper's `D = W_latent + D_gen` (§3.2) is two parts of one embedded row:
/// the latent mean and the generated pair.
/// As data it can be stored with an index (search needs no model) and shown part by part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distance {
    /// The summands.
    pub parts: Vec<Part>,
}

/// One summand of a [`Distance`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The name of the compared columns: `latent`, `generated`.
    pub name: Cow<'static, str>,
    /// Columns of the embedded row that it compares.
    pub columns: Range<usize>,
    /// Factor, at least 0.
    pub weight: f32,
    /// How the difference is reduced to a number.
    pub norm: Norm,
}

/// How a difference of rows is reduced to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Norm {
    /// `‖q − i‖₂`.
    Euclidean,
    /// `‖q − i‖₂² / n_columns`, the retrieval score of the reference code (SPEC D10).
    MeanSquare,
}

impl Distance {
    /// `‖q − i‖₂` over `n_columns` columns, as one part.
    pub fn euclidean(name: &'static str, n_columns: usize) -> Self {
        let (name, columns) = (name.into(), 0..n_columns);
        Distance { parts: vec![Part { name, columns, weight: 1.0, norm: Norm::Euclidean }] }
    }

    /// Columns that an embedded row must have.
    pub fn n_columns(&self) -> usize {
        self.parts.iter().map(|part| part.columns.end).max().unwrap_or(0)
    }

    /// `D(q, i)`, in f64 so that sums over a query do not depend on their order.
    pub fn between(&self, query: ArrayView1<'_, f32>, item: ArrayView1<'_, f32>) -> f64 {
        self.parts.iter().map(|part| part.between(query, item)).sum()
    }
}

impl Part {
    /// This summand, weight included.
    pub fn between(&self, query: ArrayView1<'_, f32>, item: ArrayView1<'_, f32>) -> f64 {
        let squared: f64 = self
            .columns
            .clone()
            .map(|column| f64::from(query[column]) - f64::from(item[column]))
            .map(|difference| difference * difference)
            .sum();
        f64::from(self.weight) * self.norm.of_squared(squared, self.columns.len())
    }
}

impl Norm {
    /// The norm of a difference whose squares sum to `squared` over `n_columns`.
    pub fn of_squared(self, squared: f64, n_columns: usize) -> f64 {
        match self {
            Norm::Euclidean => squared.max(0.0).sqrt(),
            Norm::MeanSquare => squared / n_columns.max(1) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn parts_add_up_with_their_weights() {
        let distance = Distance {
            parts: vec![
                Part { name: "latent".into(), columns: 0..2, weight: 0.5, norm: Norm::Euclidean },
                Part {
                    name: "generated".into(),
                    columns: 2..4,
                    weight: 2.0,
                    norm: Norm::MeanSquare,
                },
            ],
        };
        let (query, item) = (array![3.0_f32, 4.0, 1.0, 1.0], array![0.0_f32, 0.0, 0.0, 3.0]);
        let total = distance.between(query.view(), item.view());
        assert!((total - (0.5 * 5.0 + 2.0 * 2.5)).abs() < 1e-9);
        assert_eq!(distance.n_columns(), 4);
        assert_eq!(distance.between(query.view(), query.view()), 0.0);
    }
}
