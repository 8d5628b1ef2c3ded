//! The state of an interrupted training, with the curve so far: one file, replaced whole.

use earsight::EpochReport;
use earsight_store::Models;

use crate::Result;

/// The state of an interrupted training.
pub struct Snapshot {
    /// What the trainer resumes from.
    pub state: Vec<u8>,
    /// The curve up to it.
    pub epochs: Vec<EpochReport>,
}

impl Snapshot {
    /// The snapshot of that model's training; one that cannot be read is none.
    pub fn read(models: &Models, model: &str) -> Option<Self> {
        let bytes = models.read(&name(model)).ok()?;
        let (len, rest) = bytes.split_first_chunk::<8>()?;
        let (curve, state) =
            rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
        let epochs = serde_json::from_slice(curve).ok()?;
        Some(Snapshot { state: state.to_vec(), epochs })
    }

    /// Puts the snapshot in place of the last one: the curve's length, the curve, the state.
    ///
    /// # Errors
    /// When it cannot be written; the last one is then still there.
    pub fn publish(&self, models: &Models, model: &str) -> Result<()> {
        let curve = serde_json::to_vec(&self.epochs)?;
        let bytes = [&(curve.len() as u64).to_le_bytes(), &curve[..], &self.state].concat();
        Ok(models.publish(&name(model), &bytes)?)
    }

    /// Removes the snapshot.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn remove(models: &Models, model: &str) -> Result<()> {
        Ok(models.remove(&name(model))?)
    }
}

fn name(model: &str) -> String {
    format!("{model}.training")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use earsight_store::FolderStorage;

    use super::*;

    #[test]
    fn a_snapshot_comes_back_and_a_broken_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let models = Models::new(Arc::new(FolderStorage::new(folder.path())));
        assert!(Snapshot::read(&models, "ms-vae").is_none());
        let epoch = EpochReport {
            epoch: 0,
            n_epochs: 3,
            total: 1.5,
            terms: vec![("kl".into(), 0.25)],
            active_units: None,
            latent_dim: 4,
            own_second: None,
        };
        let snapshot = Snapshot { state: vec![1, 2, 3], epochs: vec![epoch] };
        snapshot.publish(&models, "ms-vae").unwrap();
        let read = Snapshot::read(&models, "ms-vae").unwrap();
        assert_eq!((read.state, read.epochs), (snapshot.state, snapshot.epochs));
        for broken in
            [&b""[..], b"1234567", b"\xff\xff\xff\xff\xff\xff\xff\xff..", b"\x01\0\0\0\0\0\0\0x"]
        {
            models.publish("ms-vae.training", broken).unwrap();
            assert!(Snapshot::read(&models, "ms-vae").is_none(), "{broken:?}");
        }
    }
}
