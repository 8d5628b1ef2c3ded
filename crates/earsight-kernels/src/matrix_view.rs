//! Views of matrices in any memory order.

/// A view of a matrix: its numbers, and the strides between neighbours.
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
    /// When the number of values is not that of the shape.
    pub fn new(values: &'a [T], shape: [usize; 2]) -> Self {
        assert_eq!(values.len(), shape[0] * shape[1], "a matrix of {shape:?}");
        View { values, shape, strides: [shape[1], 1] }
    }

    /// Its numbers in memory order.
    pub(crate) fn values(self) -> &'a [T] {
        self.values
    }

    /// Rows and columns.
    pub(crate) fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// Strides between neighbours in a column and in a row.
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

    /// The transposed matrix.
    pub fn transposed(self) -> Self {
        let ([rows, columns], [down, across]) = (self.shape, self.strides);
        View { values: self.values, shape: [columns, rows], strides: [across, down] }
    }

    /// Whether there is a number for every place of the shape.
    pub(crate) fn is_whole(&self) -> bool {
        let [rows, columns] = self.shape;
        rows == 0
            || columns == 0
            || (rows - 1) * self.strides[0] + (columns - 1) * self.strides[1] < self.values.len()
    }
}
