//! Errors of rows, queries and codes.

/// Why something cannot be coded or searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A row holds NaN or an infinite number: it has no distance from any other.
    #[error("row {row} of {of} holds a number that is not finite")]
    NotFinite {
        /// The stretch or the query.
        of: &'static str,
        /// Index of the row.
        row: usize,
    },
    /// Rows that are too narrow for the distance.
    #[error("{of} has rows of {found} numbers, the distance looks at {expected}")]
    Columns {
        /// The collection, the stretch or the query.
        of: &'static str,
        /// Columns that the distance needs at least.
        expected: usize,
        /// Columns of the rows.
        found: usize,
    },
    /// A query without rows.
    #[error("a question needs at least one row")]
    NoQuestion,
    /// Bytes that are no codes, or codes of other rows.
    #[error("these are not the codes of the rows beside them: {reason}")]
    Codes {
        /// The first mismatch.
        reason: String,
    },
}
