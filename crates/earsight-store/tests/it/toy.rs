//! Small libraries whose rows contain their content, second and column.

use std::sync::Arc;

use earsight_core::{ClipFeatures, ClipId, FeatureSpace, PerModality, change};
use earsight_store::{
    BackboneRecord, ConceptRecord, ConceptRows, ContentHash, FileRecord, FolderStorage,
    LibraryWriter, Result, SkipRecord, Storage,
};
use ndarray::Array2;

/// A clip of a toy collection: its content's number, its seconds and its modalities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToyClip {
    pub content: u32,
    pub n_segments: usize,
    pub has: PerModality<bool>,
}

pub const BOTH: PerModality<bool> = PerModality { audio: true, visual: true };
pub const AUDIO: PerModality<bool> = PerModality { audio: true, visual: false };
pub const VISUAL: PerModality<bool> = PerModality { audio: false, visual: true };

pub fn clip(content: u32, n_segments: usize, has: PerModality<bool>) -> ToyClip {
    ToyClip { content, n_segments, has }
}

pub fn backbones() -> PerModality<BackboneRecord> {
    PerModality { audio: ("ear", 2), visual: ("eye", 3) }.map(|(name, dim)| BackboneRecord {
        space: FeatureSpace { backbone: name.into(), fingerprint: format!("{name}00"), dim },
        preprocessing: "none".into(),
    })
}

/// Lists of four concepts of sounds and five of pictures.
pub fn concepts() -> PerModality<ConceptRecord> {
    PerModality { audio: ("heard", 4), visual: ("seen", 5) }.map(|(list, dim)| ConceptRecord {
        space: FeatureSpace { backbone: list.into(), fingerprint: format!("{list}00"), dim },
        means: vec![0.5; dim],
    })
}

pub fn hash(content: u32) -> ContentHash {
    ContentHash::of(&content.to_le_bytes()[..]).unwrap()
}

impl ToyClip {
    /// Seconds `start..end` of its rows.
    pub fn rows(self, start: usize, end: usize) -> PerModality<Option<Array2<f32>>> {
        let backbones = backbones();
        PerModality::from_fn(|modality| {
            let shape = (end - start, backbones[modality].space.dim);
            self.has[modality].then(|| {
                Array2::from_shape_fn(shape, |(row, column)| {
                    (self.content * 1000 + (start + row) as u32 * 10 + column as u32) as f32
                })
            })
        })
    }

    /// Concepts of those seconds, all of which half precision has.
    pub fn concept_rows(self, start: usize, end: usize) -> ConceptRows {
        let concepts = concepts();
        PerModality::from_fn(|modality| {
            let shape = (end - start, concepts[modality].space.dim);
            self.has[modality].then(|| {
                Array2::from_shape_fn(shape, |(row, column)| {
                    ((self.content as usize + 3 * (start + row) + column) % 16) as f32 / 16.0
                })
            })
        })
    }

    /// Those seconds with their changes and concepts.
    pub fn seconds(self, name: &str, start: usize, end: usize) -> ClipFeatures {
        let rows = change::spaces().map(|space| {
            Array2::from_shape_fn((end - start, space.dim), |(row, column)| {
                (self.content * 1000 + (start + row) as u32) as f32 + column as f32 / 1024.0
            })
        });
        let changes = PerModality::from_fn(|of| self.has[of].then(|| rows[of].clone()));
        ClipFeatures {
            id: name.into(),
            features: self.rows(start, end),
            changes,
            concepts: self.concept_rows(start, end),
        }
    }

    pub fn append(
        self,
        writer: &mut LibraryWriter,
        name: &str,
        start: usize,
        end: usize,
    ) -> Result<()> {
        writer.append(&self.seconds(name, start, end))
    }

    /// Ends the clip and records its file.
    pub fn finish(self, writer: &mut LibraryWriter, name: &str) -> Result<()> {
        let (content, duration_secs) = (hash(self.content), self.n_segments as f64);
        writer.finish(&name.into(), content, duration_secs, "toy 1.0")?;
        writer.set_file(name.into(), file(self.content, name));
        Ok(())
    }

    /// All of it, in one part.
    pub fn add(self, writer: &mut LibraryWriter, name: &str) -> Result<()> {
        self.append(writer, name, 0, self.n_segments)?;
        self.finish(writer, name)
    }
}

pub fn file(content: u32, name: &str) -> FileRecord {
    FileRecord {
        source: format!("/videos/{name}"),
        n_bytes: 4,
        modified_ns: Some(1_700_000_000_123_456_789),
        content: hash(content),
    }
}

pub fn add_broken(writer: &mut LibraryWriter, name: &str, content: u32) {
    writer.skip(
        hash(content),
        SkipRecord { reason: "no media in it".into(), decoder: "toy 1.0".into() },
    );
    writer.set_file(name.into(), file(content, name));
}

/// A folder without a library.
pub fn empty() -> (tempfile::TempDir, FolderStorage) {
    let folder = tempfile::tempdir().unwrap();
    let storage = FolderStorage::new(folder.path());
    (folder, storage)
}

/// A library that stores changes and concepts.
pub fn open(storage: &(impl Storage + Clone + 'static)) -> Result<LibraryWriter> {
    open_without_concepts(storage)?.with_concepts(concepts())
}

/// A library as created by programs that knew no concepts.
pub fn open_without_concepts(storage: &(impl Storage + Clone + 'static)) -> Result<LibraryWriter> {
    open_without_changes(storage).map(LibraryWriter::with_changes)
}

/// A library as created by programs that knew no changes.
pub fn open_without_changes(storage: &(impl Storage + Clone + 'static)) -> Result<LibraryWriter> {
    LibraryWriter::open(Arc::new(storage.clone()), backbones())
}

/// The text of a manifest or record without its checksum, so that a test can edit it.
pub fn unsealed(text: &str) -> String {
    match text.strip_prefix("{\"checksum\":\"").and_then(|rest| rest.split_once("\",")) {
        Some((_, rest)) => format!("{{{rest}"),
        None => text.to_owned(),
    }
}

/// The contents of a library: each clip with its rows, and the skipped clips.
pub type Contents = (Vec<ClipFeatures>, Vec<ClipId>);

pub fn read(storage: &(impl Storage + Clone + 'static)) -> Result<Contents> {
    let library = earsight_store::Library::open(Arc::new(storage.clone()))?;
    library.verify()?;
    let set = library.feature_set()?;
    let skipped = library.manifest().skipped().map(|(clip, _)| clip.clone()).collect();
    Ok((set.clips().to_vec(), skipped))
}
