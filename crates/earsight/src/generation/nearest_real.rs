//! The real seconds nearest to a generated one, which can be played.

use earsight_core::Modality;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use crate::retrieval::{Ranking, nearest_first};
use crate::scaling::scale_rows_to_unit;
use crate::{CrossModalGenerator, Result};

/// The weight of the distance of concepts beside that of features, chosen on 55 real clips (docs/quality.md).
pub const CONCEPT_WEIGHT: f64 = 2.0;

/// Real features of one modality, prepared to search for those most similar to a generated one.
///
/// They are compared by the cosine of standardised rows ([`CrossModalGenerator::standardize`]): otherwise columns with
/// large values would dominate.
pub struct RealFeatures<'a> {
    generator: &'a dyn CrossModalGenerator,
    modality: Modality,
    /// Unit rows, `[N, D]`.
    rows: Array2<f32>,
    /// Directions, `[N, C]`.
    concepts: Option<Array2<f32>>,
}

/// A generated second, and the concepts of what it was generated from.
#[derive(Debug, Clone, Copy)]
pub struct GeneratedSecond<'a> {
    /// `[D]`
    pub features: ArrayView1<'a, f32>,
    /// The mean of directions as those of [`crate::comparison::ConceptMeans`], `[C]`; `None` to compare features alone.
    pub concepts: Option<ArrayView1<'a, f32>>,
}

/// The summands of a distance; smaller is closer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneratedParts {
    /// Of features: `1 − cosine`, in 0..=2.
    pub generated: f64,
    /// Of concepts: `1 − cosine`, times [`CONCEPT_WEIGHT`]; `None` where they are not compared.
    pub concept: Option<f64>,
}

impl<'a> RealFeatures<'a> {
    /// # Shapes
    /// - `features`: `[N, D]`, one row per real second
    ///
    /// # Errors
    /// [`crate::Error::FeatureDim`] when the rows have another width than the model was fitted on.
    pub fn new(
        generator: &'a dyn CrossModalGenerator,
        modality: Modality,
        features: ArrayView2<'_, f32>,
    ) -> Result<Self> {
        let mut rows = generator.standardize(modality, features)?;
        scale_rows_to_unit(&mut rows);
        Ok(RealFeatures { generator, modality, rows, concepts: None })
    }

    /// The same with the concepts of each second, to compare them too.
    ///
    /// # Shapes
    /// - `directions`: `[N, C]`, see [`crate::comparison::ConceptMeans::directions`]
    #[must_use]
    pub fn with_concepts(self, directions: Array2<f32>) -> Self {
        RealFeatures { concepts: Some(directions), ..self }
    }

    /// Real seconds, most similar to the generated one first; the distance is the sum of [`GeneratedParts`].
    ///
    /// # Errors
    /// [`crate::Error::FeatureDim`] when the generated row has another width.
    pub fn nearest(&self, generated: GeneratedSecond<'_>, k: usize) -> Result<Ranking> {
        let cosines = self.rows.dot(&self.direction(generated.features)?);
        let mut distances = cosines.mapv(|cosine| 1.0 - f64::from(cosine));
        if let (Some(real), Some(given)) = (&self.concepts, generated.concepts) {
            distances.zip_mut_with(&real.dot(&given), |sum, &cosine| *sum += of_concepts(cosine));
        }
        let mut ranking = nearest_first(distances.into_iter());
        ranking.truncate(k);
        Ok(ranking)
    }

    /// The parts of the distance to one of the real seconds.
    ///
    /// # Errors
    /// [`crate::Error::FeatureDim`] when the generated row has another width.
    pub fn parts(&self, generated: GeneratedSecond<'_>, item: usize) -> Result<GeneratedParts> {
        let cosine = self.rows.row(item).dot(&self.direction(generated.features)?);
        let concepts = self.concepts.as_ref().zip(generated.concepts);
        Ok(GeneratedParts {
            generated: 1.0 - f64::from(cosine),
            concept: concepts.map(|(real, given)| of_concepts(real.row(item).dot(&given))),
        })
    }

    /// A generated row as the real ones are compared.
    fn direction(&self, generated: ArrayView1<'_, f32>) -> Result<Array1<f32>> {
        let mut row = self.generator.standardize(self.modality, generated.insert_axis(Axis(0)))?;
        scale_rows_to_unit(&mut row);
        Ok(row.remove_axis(Axis(0)))
    }
}

impl GeneratedParts {
    /// The distance.
    pub fn sum(self) -> f64 {
        self.generated + self.concept.unwrap_or_default()
    }
}

fn of_concepts(cosine: f32) -> f64 {
    CONCEPT_WEIGHT * (1.0 - f64::from(cosine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scaling::ColumnStatistics;
    use crate::{LatentModel, Posterior};
    use earsight_core::PerModality;
    use ndarray::array;

    /// It standardises, and generates nothing.
    struct Standardizing(ColumnStatistics);

    impl CrossModalGenerator for Standardizing {
        fn decode(&self, _: ArrayView2<'_, f32>) -> Result<PerModality<Array2<f32>>> {
            unimplemented!("nothing is generated here")
        }

        fn standardize(&self, _: Modality, rows: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
            Ok(self.0.standardize(rows))
        }
    }

    impl LatentModel for Standardizing {
        fn posterior(&self, _: Modality, _: ArrayView2<'_, f32>) -> Result<Posterior> {
            unimplemented!("nothing is generated here")
        }
    }

    fn rows() -> Array2<f32> {
        array![[1.0_f32, 0.0, 9.0], [0.0, 1.0, 9.1], [0.5, 0.2, 8.9], [0.1, 0.1, 9.0]]
    }

    #[test]
    fn a_real_second_is_nearest_to_itself() {
        let rows = rows();
        let generator = Standardizing(ColumnStatistics::fit(rows.view()));
        let real = RealFeatures::new(&generator, Modality::Visual, rows.view()).unwrap();
        let alone = |features| GeneratedSecond { features, concepts: None };
        for (item, row) in rows.rows().into_iter().enumerate() {
            let nearest = real.nearest(alone(row), 2).unwrap();
            assert_eq!((nearest[0].item, nearest.len()), (item, 2));
            assert!(nearest[0].distance.abs() < 1e-5);
        }
    }

    #[test]
    fn concepts_decide_between_seconds_that_are_alike() {
        let rows = rows();
        let concepts = array![[1.0_f32, 0.0], [0.0, 1.0], [0.0, 1.0], [-1.0, 0.0]];
        let generator = Standardizing(ColumnStatistics::fit(rows.view()));
        let real = RealFeatures::new(&generator, Modality::Audio, rows.view()).unwrap();
        let real = real.with_concepts(concepts);
        let given = array![0.0_f32, 1.0];
        let generated = GeneratedSecond { features: rows.row(0), concepts: Some(given.view()) };
        let nearest = real.nearest(generated, 4).unwrap();
        let order: Vec<usize> = nearest.iter().map(|ranked| ranked.item).collect();
        // The second itself has other concepts: 0 + 2 · (1 − 0).
        assert_eq!(order, [2, 1, 0, 3], "{nearest:?}");
        assert!((nearest[2].distance - 2.0).abs() < 1e-5, "{nearest:?}");
        for ranked in &nearest {
            let parts = real.parts(generated, ranked.item).unwrap();
            assert!((parts.sum() - ranked.distance).abs() < 1e-5, "{parts:?} {ranked:?}");
        }
        let alone = GeneratedSecond { concepts: None, ..generated };
        assert_eq!(real.parts(alone, 2).unwrap().concept, None);
        assert_eq!(real.parts(generated, 3).unwrap().concept, Some(2.0));
    }
}
