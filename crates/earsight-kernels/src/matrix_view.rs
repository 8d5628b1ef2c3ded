//! Matrices that are read, in any order of their numbers.

/// A matrix to be read: its numbers, and how far apart neighbours lie.
#[derive(Debug, Clone, Copy)]
pub struct View<'a, T = f32> {
    values: &'a [T],
    shape: [usize; 2],
    strides: [usize; 2],
}

impl<'a, T> View<'a, T> {
    /// Row by row.
    ///
    /// # Panics
    /// When there are not as many values as the shape says.
    pub fn new(values: &'a [T], shape: [usize; 2]) -> Self {
        assert_eq!(values.len(), shape[0] * shape[1], "a matrix of {shape:?}");
        View { values, shape, strides: [shape[1], 1] }
    }

    /// Its numbers, as they lie.
    pub(crate) fn values(self) -> &'a [T] {
        self.values
    }

    /// Rows and columns.
    pub(crate) fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// How far apart neighbours lie in a column and in a row.
    pub(crate) fn strides(&self) -> [usize; 2] {
        self.strides
    }

    /// Columns `first .. first + n` of it.
    ///
    /// # Panics
    /// When there are not so many.
    pub fn columns(self, first: usize, n: usize) -> Self {
        assert!(first + n <= self.shape[1], "columns {first} + {n} of {:?}", self.shape);
        let start = (first * self.strides[1]).min(self.values.len());
        View { values: &self.values[start..], shape: [self.shape[0], n], ..self }
    }

    /// Rows for columns.
    pub fn transposed(self) -> Self {
        let ([rows, columns], [down, across]) = (self.shape, self.strides);
        View { values: self.values, shape: [columns, rows], strides: [across, down] }
    }

    /// Whether every number that the shape speaks of is there.
    pub(crate) fn is_whole(&self) -> bool {
        let [rows, columns] = self.shape;
        rows == 0
            || columns == 0
            || (rows - 1) * self.strides[0] + (columns - 1) * self.strides[1] < self.values.len()
    }
}
