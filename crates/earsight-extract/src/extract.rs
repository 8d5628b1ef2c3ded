//! A folder into a library.

mod keeper;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use earsight_backbone::SoundChange;
use earsight_core::{FeatureSpace, PerModality};
use earsight_store::{
    BackboneRecord, ContentHash, FolderStorage, LibraryWriter, Manifest, Outcome,
};

use crate::decoding::Decoder;
use crate::lengths::Lengths;
use crate::pipeline::{self, Work};
use crate::{
    Collection, Error, ExtractOptions, ExtractReport, MediaFile, Observer, Plan, Result, Skip,
};
use keeper::Keeper;

/// Makes a library of a folder, or brings one up to date.
///
/// Files that are as the last run left them are not even opened;
/// a file that holds what another one held is recognised by its hash and not decoded;
/// a file that was edited is decoded anew; one that is gone leaves the collection.
/// What cannot be decoded is reported and stops nothing.
/// What is finished is on disk within seconds: a run that is killed goes on where it was.
///
/// # Errors
/// Only what concerns all files: no such folder, nothing in it, no ffmpeg, an unknown backbone,
/// or a library that cannot be read or written.
pub fn extract(
    folder: &Path,
    library: &Path,
    options: &ExtractOptions,
    observer: &mut dyn Observer,
) -> Result<ExtractReport> {
    let begun = Instant::now();
    let collection = Collection::look(folder, library)?;
    if collection.files.is_empty() && collection.unreadable.is_empty() {
        return Err(Error::NothingToExtract { path: folder.to_owned() });
    }
    let ffmpeg = options.find_ffmpeg()?;
    let decoder_name = format!("ffmpeg {}", ffmpeg.version());
    let spaces = options.spaces()?;
    let storage = Arc::new(FolderStorage::new(library));
    let mut writer = LibraryWriter::open(storage, backbone_records(&spaces))?.with_changes();
    let mut report = ExtractReport {
        library: library.to_owned(),
        n_files: collection.files.len() + collection.unreadable.len(),
        n_ignored: collection.n_ignored,
        n_lost: writer.n_lost(),
        ..ExtractReport::default()
    };
    report.skipped.extend(collection.unreadable.iter().cloned());

    let is_settled = |outcome: &Outcome| match outcome {
        Outcome::Features(_) => true,
        Outcome::Skipped(skip) => skip.decoder == decoder_name && !options.retry_skipped,
    };
    let known = settled_contents(writer.manifest(), is_settled);
    let lengths = Lengths::new(&collection, writer.manifest());
    let to_read = begin(folder, &collection, &known, &mut writer, &mut report);
    let plan = Plan {
        n_files: report.n_files,
        n_unchanged: report.n_unchanged,
        n_to_read: to_read.len(),
        bytes_to_read: to_read.iter().map(|&file| collection.files[file].n_bytes).sum(),
    };
    observer.started(&plan);
    report.skipped.iter().for_each(|skip| observer.file_skipped(skip));

    if !to_read.is_empty() {
        let threads = options.threads.max(1);
        let visual = (0..threads).map(|_| options.visual(1)).collect::<Result<Vec<_>>>()?;
        let audio = options.audio(1)?;
        let sound_change = SoundChange::new(audio.sample_rate_hz());
        let work = Work {
            decoder: Decoder {
                ffmpeg: &ffmpeg,
                audio: &audio,
                sound_change: &sound_change,
                frame_spec: visual[0].frame_spec(),
                limits: &options.limits,
            },
            files: &collection.files,
            to_read: &to_read,
            known,
            lengths,
            visual: &visual,
            cancel: &options.cancel,
        };
        let keeper = Keeper::new(
            &collection.files,
            &plan,
            &decoder_name,
            &mut writer,
            &mut report,
            observer,
        );
        pipeline::run(work, |hear| keeper.keep(&hear))?;
    }
    writer.compact()?;
    let clips = || writer.manifest().clips();
    report.n_clips = clips().count();
    report.n_secs = clips().map(|(_, content)| content.n_segments).sum();
    report.n_known = report.n_unchanged + report.recognised.len();
    report.is_cancelled = options.cancel.load(Ordering::Relaxed);
    report.skipped.sort_by(|a, b| a.clip.cmp(&b.clip));
    report.elapsed_secs = begun.elapsed().as_secs_f64();
    Ok(report)
}

fn backbone_records(spaces: &PerModality<FeatureSpace>) -> PerModality<BackboneRecord> {
    spaces.as_ref().map(|space| {
        let name = space.backbone.split('@').next().unwrap_or_default();
        let entry = earsight_backbone::BACKBONES.iter().find(|entry| entry.name == name);
        BackboneRecord {
            space: space.clone(),
            preprocessing: entry.map_or("", |entry| entry.preprocessing).to_owned(),
        }
    })
}

fn settled_contents(
    manifest: &Manifest,
    is_settled: impl Fn(&Outcome) -> bool,
) -> HashSet<ContentHash> {
    let settled = manifest.contents.iter().filter(|(_, outcome)| is_settled(outcome));
    settled.map(|(hash, _)| *hash).collect()
}

/// Takes note of what is gone and of what is as it was; returns the places of the files to read.
fn begin(
    folder: &Path,
    collection: &Collection,
    known: &HashSet<ContentHash>,
    writer: &mut LibraryWriter,
    report: &mut ExtractReport,
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
        report.n_unchanged += 1;
        let mut record = writer.manifest().files[&file.clip].clone();
        if let Some(Outcome::Skipped(skip)) = writer.manifest().contents.get(&record.content) {
            report.skipped.push(Skip { clip: file.clip.clone(), reason: skip.reason.clone() });
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
