//! Builds an index, shard by shard.

use std::sync::Arc;

use earsight_core::{ClipId, Distance, Error as FeatureError, Modality, PerModality};
use ndarray::ArrayView2;

use super::{CodesFile, IndexRecord, IndexShard, columns, folder, read_record};
use crate::checked_file::Checksums;
use crate::shard::RowBuffer;
use crate::storage::Lock;
use crate::{Error, Key, Result, Storage, sealed};

/// Size at which a shard is written. Codes of a shard begin with a part that its rows share,
/// which is small compared with the codes of a hundred megabytes of rows.
const SHARD_BYTES: usize = 128 << 20;

/// Makes codes of a shard's rows, stored next to the shard; `None` where codes are not worth their size.
pub type Code<'a> = dyn FnMut(Modality, ArrayView2<'_, f32>) -> Option<Vec<u8>> + 'a;

/// Builds an index while the old one of that name stays in place, and replaces it at the end.
///
/// Memory does not grow with the number of rows.
pub struct IndexWriter<'a> {
    storage: Arc<dyn Storage>,
    _lock: Lock,
    folder: Key,
    record: IndexRecord,
    buffers: PerModality<RowBuffer>,
    shard_bytes: usize,
    code: Option<Box<Code<'a>>>,
}

impl<'a> IndexWriter<'a> {
    /// Begins an index of rows of `distance.n_columns()` numbers.
    ///
    /// `model` and `model_fingerprint` identify the model that embeds the rows,
    /// `library` is the [`crate::Manifest::digest`] of the embedded library.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process builds it; [`Error::Name`].
    pub fn begin(
        storage: Arc<dyn Storage>,
        name: &str,
        model: &str,
        model_fingerprint: &str,
        library: &str,
        distance: Distance,
    ) -> Result<Self> {
        let folder = folder(name)?;
        let lock = storage.lock(&folder.join("lock")?)?;
        storage.sweep()?;
        let n_builds = match read_record(&*storage, name) {
            Ok(record) => record.n_builds + 1,
            // An index whose record is broken cannot be opened, so its shards may be overwritten.
            Err(Error::Missing { .. } | Error::Corrupt { .. }) => 1,
            Err(error) => return Err(error),
        };
        let n_columns = distance.n_columns();
        let record = IndexRecord {
            model: model.to_owned(),
            model_fingerprint: model_fingerprint.to_owned(),
            library: library.to_owned(),
            distance,
            n_columns,
            n_builds,
            shards: PerModality::default(),
        };
        let buffers = PerModality::from_fn(|_| RowBuffer::new(columns(n_columns)));
        Ok(IndexWriter {
            storage,
            _lock: lock,
            folder,
            record,
            buffers,
            shard_bytes: SHARD_BYTES,
            code: None,
        })
    }

    /// Stores codes next to each shard.
    #[must_use]
    pub fn with_coder(
        mut self,
        code: impl FnMut(Modality, ArrayView2<'_, f32>) -> Option<Vec<u8>> + 'a,
    ) -> Self {
        self.code = Some(Box::new(code));
        self
    }

    /// Writes shards at another size than 128 MiB.
    #[must_use]
    pub fn with_shard_bytes(mut self, n_bytes: usize) -> Self {
        self.shard_bytes = n_bytes.clamp(1, 1 << 30);
        self
    }

    /// Appends the embedded rows of consecutive seconds of a clip in one modality.
    ///
    /// # Shapes
    /// - `rows`: `[n, E]`
    ///
    /// # Errors
    /// [`Error::Features`] for rows of another width or that are not finite;
    /// [`Error::Io`] when a full shard cannot be written.
    pub fn append(
        &mut self,
        modality: Modality,
        clip: &ClipId,
        first_segment: usize,
        rows: ArrayView2<'_, f32>,
    ) -> Result<()> {
        if rows.ncols() != self.record.n_columns {
            let (expected, found) = (self.record.n_columns, rows.ncols());
            return Err(
                FeatureError::FeatureDim { clip: clip.clone(), modality, expected, found }.into()
            );
        }
        let broken = rows.rows().into_iter().position(|row| !row.iter().all(|x| x.is_finite()));
        if let Some(row) = broken {
            let segment = first_segment + row;
            return Err(FeatureError::NotFinite { clip: clip.clone(), modality, segment }.into());
        }
        self.buffers[modality].push(clip, first_segment, &[rows]);
        if self.buffers[modality].n_bytes() >= self.shard_bytes {
            self.publish_buffer(modality)?;
        }
        Ok(())
    }

    /// Writes the index and removes the one that it replaces.
    ///
    /// # Errors
    /// [`Error::Io`]; the old index is then still there.
    pub fn finish(mut self) -> Result<()> {
        Modality::ALL.into_iter().try_for_each(|modality| self.publish_buffer(modality))?;
        let json = serde_json::to_vec(&self.record).expect("a record is plain text and numbers");
        sealed::publish(&*self.storage, &self.folder.join("index.json")?, &json)?;
        let shards = self.record.shards.iter().flat_map(|(_, shards)| shards);
        let ours: Vec<&Key> = shards
            .flat_map(|shard| [Some(&shard.key), shard.codes.as_ref().map(|codes| &codes.key)])
            .flatten()
            .collect();
        let is_of_an_index = |name: &str| name.ends_with(".arrow") || name.ends_with(".codes");
        for key in self.storage.list(&self.folder)? {
            if is_of_an_index(key.file_name()) && !ours.contains(&&key) {
                self.storage.remove(&key)?;
            }
        }
        Ok(())
    }

    fn publish_buffer(&mut self, modality: Modality) -> Result<()> {
        let empty = RowBuffer::new(columns(self.record.n_columns));
        let rows = std::mem::replace(&mut self.buffers[modality], empty);
        if rows.n_rows() == 0 {
            return Ok(());
        }
        let name =
            format!("{}-{modality}-{}", self.record.n_builds, self.record.shards[modality].len());
        let code = self.code.as_mut().and_then(|code| code(modality, rows.matrix(0)));
        let codes = code.map(|bytes| self.publish_codes(&name, &bytes)).transpose()?;
        let key = self.folder.join(&format!("{name}.arrow"))?;
        let written = rows.publish(&*self.storage, &key)?;
        self.record.shards[modality].push(IndexShard { key, written, codes });
        Ok(())
    }

    fn publish_codes(&self, name: &str, bytes: &[u8]) -> Result<CodesFile> {
        let key = self.folder.join(&format!("{name}.codes"))?;
        self.storage.publish(&key, bytes)?;
        Ok(CodesFile { key, checksums: Checksums::of(bytes) })
    }
}
