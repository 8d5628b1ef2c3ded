//! Every second of both modalities, embedded and stored, so that search needs no model.

use std::time::Instant;

use earsight_core::{Modality, PerModality};
use earsight_search::Coder;
use earsight_store::{Index, IndexWriter};

use crate::monitor::{self, Monitor};
use crate::training::Trained;
use crate::{Error, OpenLibrary, Result};

/// The index of a fitted model.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Indexed {
    /// Seconds of sound and of picture that are in the index.
    pub rows: PerModality<usize>,
    /// Whether the index was there already.
    pub was_there: bool,
    /// How long it took.
    pub secs: f64,
}

/// Builds the index of a fitted model, unless it is there and whole.
///
/// # Errors
/// When a clip cannot be embedded, and those of the store; [`Error::Stopped`] leaves the old index in place.
pub fn index(
    library: &OpenLibrary,
    trained: &Trained,
    n_threads: usize,
    monitor: &dyn Monitor,
) -> Result<Indexed> {
    let Trained { model, record, .. } = trained;
    let (name, fingerprint) = (&*record.identity.model, &*record.fingerprint);
    let manifest = library.library.manifest();
    let digest = manifest.digest();
    if let Ok(index) = Index::open(library.storage(), name)
        && index.record().model_fingerprint == fingerprint
        && index.record().library == digest
        && index.verify().is_ok()
    {
        monitor.remark("indexed: the index is there already");
        return Ok(Indexed { rows: n_rows(&index), was_there: true, secs: 0.0 });
    }
    let n_segments: usize = manifest.clips().map(|(_, content)| content.n_segments).sum();
    let (stage, began) = (monitor.stage("indexing", n_segments as u64), Instant::now());
    // The index is for search (§3.3); localization takes its distance from the model.
    let comparison = model.comparison();
    let distance = comparison.retrieval_distance().clone();
    let mut coders = PerModality::from_fn(|_| Coder::new(&distance, n_threads));
    let mut writer =
        IndexWriter::begin(library.storage(), name, name, fingerprint, &digest, distance)?
            // The writer has checked its rows; rows without codes are searched too.
            .with_coder(move |modality, rows| coders[modality].code(rows).ok().flatten());
    let mut n_done = 0;
    for (clip, content) in manifest.clips() {
        monitor::check(monitor)?;
        let Some(features) = library.library.clip(clip)? else { continue };
        for modality in Modality::ALL {
            let Some(rows) = features.rows(modality) else { continue };
            let embedded = comparison.embed(modality, rows).map_err(|error| {
                Error::from(error).because(format!("cannot embed the {modality} of {clip}"))
            })?;
            writer.append(modality, clip, 0, embedded.view())?;
        }
        n_done += content.n_segments;
        stage.at(n_done as u64, clip.as_str());
    }
    writer.finish()?;
    drop(stage);
    let (rows, secs) = (n_rows(&library.index(name)?), began.elapsed().as_secs_f64());
    let PerModality { audio, visual } = rows;
    monitor
        .remark(&format!("indexed: {audio} s of sound and {visual} s of picture in {secs:.1} s"));
    Ok(Indexed { rows, was_there: false, secs })
}

fn n_rows(index: &Index) -> PerModality<usize> {
    PerModality::from_fn(|modality: Modality| index.n_rows(modality))
}
