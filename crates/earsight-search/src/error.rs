//! What can be wrong with rows, questions and codes.

/// Why something cannot be coded or searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A row holds NaN or an infinite number: it is at no distance from anything.
    #[error("row {row} of {of} holds a number that is not finite")]
    NotFinite {
        /// What it is a row of.
        of: &'static str,
        /// Which.
        row: usize,
    },
    /// Rows that the distance cannot look at.
    #[error("{of} has rows of {found} numbers, the distance looks at {expected}")]
    Columns {
        /// What has them.
        of: &'static str,
        /// What the distance needs at least.
        expected: usize,
        /// What there is.
        found: usize,
    },
    /// A question of no rows.
    #[error("a question needs at least one row")]
    NoQuestion,
    /// Bytes that are no codes, or codes of something else.
    #[error("these are not the codes of the rows beside them: {reason}")]
    Codes {
        /// What does not fit.
        reason: String,
    },
}
