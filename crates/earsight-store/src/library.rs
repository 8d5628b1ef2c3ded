//! A library as a reader sees it: the state at the moment it was opened.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use earsight_core::{ClipFeatures, ClipId, FeatureSet, FeatureSpace, Modality, PerModality};
use ndarray::{Array2, s};

use crate::manifest::{ContentRecord, concept_column};
use crate::shard::{Column, ShardFile};
use crate::storage::retry_missing;
use crate::{Error, FolderStorage, Key, Manifest, Outcome, Result, Storage};

/// A library, as it was when it was opened.
///
/// Opening maps the shards and reads only their headers.
/// Later writes do not change this view.
pub struct Library {
    storage: Arc<dyn Storage>,
    manifest: Manifest,
    shards: BTreeMap<Key, ShardFile>,
}

impl Library {
    /// Opens the library in a folder.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_folder(folder: impl AsRef<Path>) -> Result<Self> {
        Library::open(Arc::new(FolderStorage::new(folder.as_ref())))
    }

    /// Opens the library in a storage.
    ///
    /// # Errors
    /// [`Error::NotALibrary`], [`Error::NewerFormat`], or [`Error::Corrupt`] with the broken file.
    pub fn open(storage: Arc<dyn Storage>) -> Result<Self> {
        retry_missing(|| {
            let manifest = Manifest::read(&*storage)?
                .ok_or_else(|| Error::NotALibrary { path: storage.location() })?;
            let open = |key: &Key| Ok((key.clone(), manifest.open_shard(&*storage, key)?));
            let shards = manifest.shards.keys().map(open).collect::<Result<_>>()?;
            Ok(Library { storage: Arc::clone(&storage), manifest, shards })
        })
    }

    /// The contents of the library.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The backbones that made its rows.
    pub fn spaces(&self) -> PerModality<FeatureSpace> {
        self.manifest.spaces()
    }

    /// The storage that holds its files.
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// The rows of one clip; `None` when the library has no such clip or no rows of it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a shard has not the bytes it was written with.
    pub fn clip(&self, clip: &ClipId) -> Result<Option<ClipFeatures>> {
        let file = self.manifest.files.get(clip);
        let outcome = file.and_then(|file| self.manifest.contents.get(&file.content));
        let content = outcome.and_then(Outcome::features);
        content.map(|content| self.rows_of(clip, content)).transpose()
    }

    /// The rows of all clips, by name.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a shard has not the bytes it was written with;
    /// [`Error::Features`] when the rows break a rule of [`FeatureSet`].
    pub fn feature_set(&self) -> Result<FeatureSet> {
        let clips = self
            .manifest
            .clips()
            .map(|(clip, content)| self.rows_of(clip, content))
            .collect::<Result<_>>()?;
        let features = FeatureSet::new(self.spaces(), clips)?;
        Ok(match &self.manifest.concepts {
            Some(concepts) => {
                features.with_concept_means(concepts.as_ref().map(|of| of.means.clone()))
            }
            None => features,
        })
    }

    /// Roots of the probabilities of concepts in each second of a clip, as in [`Library::clip`], without its other rows.
    ///
    /// `None` when the library has no such clip, or no concepts of that modality of it.
    ///
    /// # Shapes
    /// - `[T, C]`
    ///
    /// # Errors
    /// As [`Library::clip`].
    pub fn concepts(&self, clip: &ClipId, modality: Modality) -> Result<Option<Array2<f32>>> {
        let file = self.manifest.files.get(clip);
        let outcome = file.and_then(|file| self.manifest.contents.get(&file.content));
        let Some(content) = outcome.and_then(Outcome::features) else { return Ok(None) };
        let name = concept_column(modality);
        Ok(self.matrices(clip, content, |column| column.name == name)?.pop())
    }

    /// Compares every shard with its checksum.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the first that differs.
    pub fn verify(&self) -> Result<()> {
        self.shards.values().try_for_each(|shard| shard.file.verify())
    }

    /// The matrices of a clip that are wanted, in the order of columns.
    fn matrices(
        &self,
        clip: &ClipId,
        content: &ContentRecord,
        is_wanted: impl Fn(&Column) -> bool,
    ) -> Result<Vec<Array2<f32>>> {
        let columns = self.manifest.columns(content.has);
        let wanted = columns.iter().enumerate().filter(|(_, column)| is_wanted(column));
        let mut matrices: Vec<(usize, Array2<f32>)> = wanted
            .map(|(place, column)| (place, Array2::zeros((content.n_segments, column.dim))))
            .collect();
        let mut first_segment = 0;
        for range in &content.rows {
            let missing = || Error::Missing { path: self.storage.locate(&range.shard) };
            let file = self.shards.get(&range.shard).ok_or_else(missing)?;
            let (rows, end) = (range.start..range.start + range.len, first_segment + range.len);
            let shard = file.verified_rows(rows.clone())?;
            let seconds = shard.seconds()[rows.clone()].iter().map(|&second| second as usize);
            if !seconds.eq(first_segment..end) {
                return Err(file.file.corrupt(format!("its rows are not those of `{clip}`")));
            }
            for (column, matrix) in &mut matrices {
                matrix
                    .slice_mut(s![first_segment..end, ..])
                    .assign(&shard.rows(*column, rows.clone()));
            }
            first_segment = end;
        }
        Ok(matrices.into_iter().map(|(_, matrix)| matrix).collect())
    }

    fn rows_of(&self, clip: &ClipId, content: &ContentRecord) -> Result<ClipFeatures> {
        let matrices = self.matrices(clip, content, |_| true)?;
        let mut matrices = matrices.into_iter();
        let mut of_present = |is_known: bool| {
            PerModality::from_fn(|modality| {
                content.has[modality].then(|| matrices.next()).flatten().filter(|_| is_known)
            })
        };
        // Changes in a layout that this program does not know are ignored.
        let features = of_present(true);
        let changes = match self.manifest.changes {
            Some(_) => of_present(self.manifest.has_changes()),
            None => PerModality::default(),
        };
        let concepts = match self.manifest.concepts {
            Some(_) => of_present(true),
            None => PerModality::default(),
        };
        Ok(ClipFeatures { id: clip.clone(), features, changes, concepts })
    }
}
