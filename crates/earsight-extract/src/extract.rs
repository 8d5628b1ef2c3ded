//! Extracts the features of a folder into a library.

mod recorder;
mod timing;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use earsight_core::{FeatureSpace, PerModality};
use earsight_media::Ffmpeg;
use earsight_store::{
    BackboneRecord, ContentHash, FolderStorage, LibraryWriter, Manifest, Outcome,
};

use crate::concepts::Concepts;
use crate::lengths::Lengths;
use crate::pipeline::{self, Work};
use crate::{
    Collection, Error, ExtractEvent, ExtractOptions, Extracted, MediaFile, Plan, Result,
    SkippedFile,
};
use recorder::Recorder;

/// Creates the library of a folder, or updates it.
///
/// Files that are unchanged since the last run are not opened;
/// a file with the content of another one is recognized by its hash and not decoded;
/// an edited file is decoded again; a removed one leaves the collection.
/// Files that cannot be decoded are reported and do not stop the run.
/// Finished files are on disk within seconds, and the next run resumes one that was killed.
///
/// # Errors
/// Only errors that concern all files: no such folder, nothing in it, no ffmpeg, an unknown backbone,
/// or a library that cannot be read or written.
pub fn extract(
    folder: &Path,
    library: &Path,
    options: &ExtractOptions,
    observer: &mut dyn FnMut(ExtractEvent<'_>),
) -> Result<Extracted> {
    let begun = Instant::now();
    let collection = Collection::scan(folder, library)?;
    if collection.files.is_empty() && collection.unreadable.is_empty() {
        return Err(Error::NothingToExtract { path: folder.to_owned() });
    }
    let ffmpeg = Ffmpeg::find()?;
    let decoder_name = format!("ffmpeg {}", ffmpeg.version());
    let spaces = options.spaces()?;
    let storage = Arc::new(FolderStorage::new(library));
    let mut writer = LibraryWriter::open(storage, backbone_records(&spaces))?.with_changes();
    if let Some(concepts) = Concepts::of(options, 1)? {
        writer = writer.with_concepts(concepts.records().clone())?;
    }
    let mut report = Extracted {
        library: library.to_owned(),
        n_files: collection.files.len() + collection.unreadable.len(),
        n_ignored: collection.n_ignored,
        n_lost: writer.n_lost(),
        skipped: collection.unreadable.clone(),
        ..Extracted::default()
    };

    let is_settled = |outcome: &Outcome| match outcome {
        Outcome::Features(_) => true,
        Outcome::Skipped(skip) => skip.decoder == decoder_name && !options.retry_skipped,
    };
    let contents = &writer.manifest().contents;
    let settled = contents.iter().filter(|(_, outcome)| is_settled(outcome));
    let known: HashSet<_> = settled.map(|(hash, _)| *hash).collect();
    let lengths = Lengths::new(&collection, writer.manifest());
    let to_read = update_unchanged(folder, &collection, &known, &mut writer, &mut report);
    let plan = Plan {
        n_files: report.n_files,
        n_to_read: to_read.len(),
        bytes_to_read: to_read.iter().map(|&file| collection.files[file].n_bytes).sum(),
    };
    observer(ExtractEvent::Started(&plan));
    report.skipped.iter().for_each(|skipped| observer(ExtractEvent::FileSkipped(skipped)));

    if !to_read.is_empty() {
        let threads = options.threads.max(1);
        let visual = (0..threads).map(|_| options.visual(1)).collect::<Result<Vec<_>>>()?;
        let work = Work {
            decoder: &options.decoder(ffmpeg, visual[0].frame_spec(), 1)?,
            files: &collection.files,
            to_read: &to_read,
            known,
            lengths,
            visual: &visual,
            cancel: &options.cancel,
        };
        let recorder = Recorder::new(
            &collection.files,
            &plan,
            &decoder_name,
            &mut writer,
            &mut report,
            observer,
        );
        pipeline::run(work, |messages| recorder.record(&messages))?;
    }
    writer.compact()?;
    report.is_cancelled = options.cancel.load(Ordering::Relaxed);
    report.skipped.sort_by(|a, b| a.file.cmp(&b.file));
    report.n_clips = writer.manifest().clips().count();
    report.n_secs = writer.manifest().clips().map(|(_, content)| content.n_segments).sum();
    report.secs = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// How the backbones of these spaces are recorded.
pub(crate) fn backbone_records(spaces: &PerModality<FeatureSpace>) -> PerModality<BackboneRecord> {
    spaces.as_ref().map(|space| {
        let name = space.backbone.split('@').next().unwrap_or_default();
        let entry = earsight_backbone::BACKBONES.iter().find(|entry| entry.name == name);
        BackboneRecord {
            space: space.clone(),
            preprocessing: entry.map_or("", |entry| entry.preprocessing).to_owned(),
        }
    })
}

/// Updates the records of removed and unchanged files; returns the places of the files to read.
fn update_unchanged(
    folder: &Path,
    collection: &Collection,
    known: &HashSet<ContentHash>,
    writer: &mut LibraryWriter,
    report: &mut Extracted,
) -> Vec<usize> {
    writer.set_folder(&folder.display().to_string());
    let n_before = writer.manifest().files.len();
    let there: HashSet<_> = collection.files.iter().map(|file| &file.clip).collect();
    writer.retain_files(|clip| there.contains(clip));
    report.n_removed = n_before - writer.manifest().files.len();
    let mut to_read = Vec::new();
    for (place, file) in collection.files.iter().enumerate() {
        if !is_unchanged(writer.manifest(), file, known) {
            to_read.push(place);
            continue;
        }
        report.n_known += 1;
        let mut record = writer.manifest().files[&file.clip].clone();
        if let Some(Outcome::Skipped(skip)) = writer.manifest().contents.get(&record.content) {
            let (file, reason) = (file.clip.to_string(), skip.reason.clone());
            report.skipped.push(SkippedFile { file, reason });
        }
        record.source = file.path.display().to_string();
        writer.set_file(file.clip.clone(), record);
    }
    to_read
}

fn is_unchanged(manifest: &Manifest, file: &MediaFile, known: &HashSet<ContentHash>) -> bool {
    manifest.files.get(&file.clip).is_some_and(|record| {
        record.n_bytes == file.n_bytes
            && record.modified_ns.is_some()
            && record.modified_ns == file.modified_ns
            && known.contains(&record.content)
    })
}
