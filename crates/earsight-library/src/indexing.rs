//! Every second of both modalities, embedded and kept, so that search needs no model.

use std::time::Instant;

use earsight::AudioVisualModel;
use earsight_core::{Modality, PerModality};
use earsight_search::Coder;
use earsight_store::{Index, IndexWriter};

use crate::monitor::{self, Monitor};
use crate::{Error, OpenLibrary, Result};

/// What indexing did.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Indexed {
    /// Seconds of sound and of picture that are in the index.
    pub rows: PerModality<usize>,
    /// Whether the index was there already.
    pub was_there: bool,
    /// How long it took.
    pub secs: f64,
}

/// Builds the index of a fitted model, unless it is there.
///
/// # Errors
/// What the model refuses or the store cannot write; [`Error::Stopped`] leaves the old index in place.
pub fn index(
    library: &OpenLibrary,
    name: &str,
    model: &dyn AudioVisualModel,
    fingerprint: &str,
    n_threads: usize,
    monitor: &dyn Monitor,
) -> Result<Indexed> {
    let manifest = library.library.manifest();
    let digest = manifest.digest();
    if let Ok(index) = Index::open(library.storage(), name)
        && index.record().model_fingerprint == fingerprint
        && index.record().library == digest
    {
        return Ok(Indexed { rows: n_rows(&index), was_there: true, secs: 0.0 });
    }
    let n_segments: usize = manifest.clips().map(|(_, content)| content.n_segments).sum();
    let (stage, began) = (monitor.stage("indexing", n_segments as u64), Instant::now());
    // Search compares as §3.3 does; localization takes its distance from the model.
    let distance = model.retrieval_distance().clone();
    let mut coders = PerModality::from_fn(|_| Coder::new(&distance, n_threads));
    let mut writer =
        IndexWriter::begin(library.storage(), name, name, fingerprint, &digest, distance)?
            // The writer has checked its rows; without codes they are searched all the same.
            .with_coder(move |modality, rows| coders[modality].code(rows).ok().flatten());
    let mut n_done = 0;
    for (clip, content) in manifest.clips() {
        monitor::check(monitor)?;
        let features = library.library.clip(clip)?;
        for (modality, rows) in features.iter().flat_map(|clip| clip.features.iter()) {
            let Some(rows) = rows else { continue };
            let embedded = model.embed(modality, rows.view()).map_err(|source| Error::Embed {
                modality,
                clip: clip.clone(),
                source,
            })?;
            writer.append(modality, clip, 0, embedded.view())?;
        }
        n_done += content.n_segments;
        stage.at(n_done as u64, clip.as_str());
    }
    writer.finish()?;
    let index = library.index(name)?;
    Ok(Indexed { rows: n_rows(&index), was_there: false, secs: began.elapsed().as_secs_f64() })
}

fn n_rows(index: &Index) -> PerModality<usize> {
    PerModality::from_fn(|modality: Modality| index.n_rows(modality))
}
