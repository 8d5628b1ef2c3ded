//! The networks of concepts: pictures are classified by the head of their own backbone, sound by a network beside its
//! backbone, with a head onto the same list.

use earsight_backbone::{
    AudioBackbone, BACKBONES, ConceptHead, ConceptList, concept_head, concept_list,
};
use earsight_core::{FeatureSpace, Modality, PerModality};
use earsight_store::ConceptRecord;
use ndarray::{Array2, ArrayView2};

use crate::{ExtractOptions, Result};

/// Between the names of a list and of a network.
const BY: &str = " by ";

/// The list of the concepts of a library's rows; `None` for one that this program does not know.
pub fn list_of_concepts(space: &FeatureSpace) -> Option<&'static ConceptList> {
    let (list, _) = space.backbone.split_once(BY)?;
    concept_list(list).filter(|list| list.len() == space.dim)
}

/// The networks of concepts of one list.
pub(crate) struct Concepts {
    /// The network whose rows the head of sound reads.
    pub(crate) sound: AudioBackbone,
    heads: PerModality<ConceptHead>,
    records: PerModality<ConceptRecord>,
}

impl Concepts {
    /// Builds the networks; `None` when the visual backbone has no head, or no network of sound has one onto its list.
    ///
    /// # Errors
    /// [`crate::Error::Backbone`] when bundled weights are broken.
    pub(crate) fn of(options: &ExtractOptions, threads: usize) -> Result<Option<Self>> {
        let visual = &options.backbones.visual;
        let Some(visual_head) = concept_head(visual, threads)? else { return Ok(None) };
        let list = visual_head.list();
        let is_like = |entry: &&earsight_backbone::BackboneEntry| {
            entry.modality == Modality::Audio
                && entry.concepts().is_some_and(|known| known.name == list.name)
        };
        let Some(entry) = BACKBONES.iter().find(is_like) else { return Ok(None) };
        let Some(sound_head) = concept_head(entry.name, threads)? else { return Ok(None) };
        let sound = earsight_backbone::audio(entry.name, None, threads)?;
        let of_pictures = earsight_backbone::space(Modality::Visual, visual, None)?;
        let record = |network: &FeatureSpace, head: &ConceptHead| ConceptRecord {
            space: FeatureSpace {
                backbone: format!("{}{BY}{}", list.name, network.backbone),
                fingerprint: format!("{}-{}", network.fingerprint, head.fingerprint()),
                dim: list.len(),
            },
            means: head.mean_roots(),
        };
        let records = PerModality {
            audio: record(sound.space(), &sound_head),
            visual: record(&of_pictures, &visual_head),
        };
        let heads = PerModality { audio: sound_head, visual: visual_head };
        Ok(Some(Concepts { sound, heads, records }))
    }

    /// The spaces of the rows and their means in other recordings.
    pub(crate) fn records(&self) -> &PerModality<ConceptRecord> {
        &self.records
    }

    /// Roots of the probabilities of concepts, from the rows of the network of that modality.
    ///
    /// # Shapes
    /// - `rows`: `[n, D]` → `[n, C]`
    ///
    /// # Errors
    /// [`crate::Error::Backbone`] for rows of another network.
    pub(crate) fn roots(
        &self,
        modality: Modality,
        rows: ArrayView2<'_, f32>,
    ) -> Result<Array2<f32>> {
        Ok(self.heads[modality].roots(rows)?)
    }
}
