//! `earsight import`: features that another program made become a library.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use earsight_bench::tensor_import;
use earsight_core::ClipFeatures;
use earsight_store::{BackboneRecord, ContentHash, FileRecord, FolderStorage, LibraryWriter};

use crate::answer::Imported;
use crate::args::{ImportArgs, Imports, TensorsArgs};
use crate::exit::Exit;
use crate::library::EXTENSION;
use crate::terminal::Terminal;

/// In place of the name of a decoder.
const NOT_DECODED: &str = "imported";

pub fn run(args: &ImportArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Imports::Tensors(args) = &args.what;
    let imported = tensor_import::read(&args.features, args.annotations.as_deref())?;
    let path = args.library.clone().unwrap_or_else(|| default_path(args));
    let features = &imported.features;
    let backbones = features.spaces().as_ref().map(|space| BackboneRecord {
        space: space.clone(),
        preprocessing: format!("imported from {}", args.features.display()),
    });
    let storage = Arc::new(FolderStorage::new(&path));
    let mut writer = LibraryWriter::open(storage, backbones)
        .with_context(|| format!("cannot write the library {}", path.display()))?;
    for clip in features.clips() {
        write(&mut writer, clip, &args.features)?;
    }
    let is_there = |id: &earsight_core::ClipId| features.clips().iter().any(|clip| clip.id == *id);
    writer.retain_files(is_there);
    writer.flush()?;
    terminal.answer(&Imported {
        library: path,
        n_clips: features.clips().len(),
        n_secs: features.clips().iter().map(ClipFeatures::n_segments).sum(),
        n_paired_secs: features.n_paired_segments(),
        n_events: imported.annotations.map_or(0, |annotations| annotations.len()),
    })?;
    Ok(Exit::Done)
}

/// Writes a clip's rows, unless the library has them.
fn write(writer: &mut LibraryWriter, clip: &ClipFeatures, from: &Path) -> anyhow::Result<()> {
    let content = content_of(clip)?;
    let source = from.display().to_string();
    if !writer.manifest().contents.contains_key(&content) {
        writer.append(clip)?;
        writer.finish(&clip.id, content, clip.n_segments() as f64, NOT_DECODED)?;
    }
    let n_bytes =
        clip.features.iter().map(|(_, rows)| rows.as_ref().map_or(0, |r| 4 * r.len() as u64));
    let n_bytes = n_bytes.sum();
    writer.set_file(clip.id.clone(), FileRecord { source, n_bytes, modified_ns: None, content });
    Ok(())
}

/// A hash of the clip's name and numbers, in place of that of a media file.
fn content_of(clip: &ClipFeatures) -> anyhow::Result<ContentHash> {
    let mut bytes = clip.id.as_str().as_bytes().to_vec();
    for (modality, rows) in clip.features.iter() {
        bytes.extend(modality.name().as_bytes());
        bytes.extend(rows.iter().flatten().flat_map(|value| value.to_le_bytes()));
    }
    Ok(ContentHash::of(Cursor::new(bytes))?)
}

fn default_path(args: &TensorsArgs) -> PathBuf {
    PathBuf::from(args.features.file_stem().unwrap_or_default()).with_added_extension(EXTENSION)
}
