//! Fitted models in a library: bytes under a name, replaced as a whole.

use std::sync::Arc;

use bytes::Bytes;

use crate::{Key, Result, Storage, sealed};

/// The fitted models of a library.
///
/// The bytes are not interpreted here.
#[derive(Clone)]
pub struct Models {
    storage: Arc<dyn Storage>,
}

impl Models {
    /// The models in a storage.
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Models { storage }
    }

    /// Names of the models, sorted.
    ///
    /// # Errors
    /// [`crate::Error::Io`] when the folder cannot be listed.
    pub fn names(&self) -> Result<Vec<String>> {
        let keys = self.storage.list(&folder())?;
        Ok(keys.iter().map(|key| key.file_name().to_owned()).collect())
    }

    /// The bytes of a model.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when there is none of that name;
    /// [`crate::Error::Corrupt`] when it has not the bytes it was written with.
    pub fn read(&self, name: &str) -> Result<Bytes> {
        sealed::read(&*self.storage, &key(name)?)
    }

    /// Writes a model, in place of the one of that name; if the process is killed, the old one stays.
    ///
    /// # Errors
    /// [`crate::Error::Name`] for a name that cannot be a file's; [`crate::Error::Io`].
    pub fn publish(&self, name: &str, bytes: &[u8]) -> Result<()> {
        sealed::publish(&*self.storage, &key(name)?, bytes)
    }

    /// Removes a model; no error if it does not exist.
    ///
    /// # Errors
    /// [`crate::Error::Io`] when the operating system refuses.
    pub fn remove(&self, name: &str) -> Result<()> {
        self.storage.remove(&key(name)?)
    }

    /// Where a model is, for messages.
    ///
    /// # Errors
    /// [`crate::Error::Name`].
    pub fn locate(&self, name: &str) -> Result<String> {
        Ok(self.storage.locate(&key(name)?))
    }
}

fn folder() -> Key {
    Key::known("models")
}

fn key(name: &str) -> Result<Key> {
    folder().file(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FolderStorage;

    #[test]
    fn a_model_is_read_back_replaced_and_listed() {
        let folder = tempfile::tempdir().unwrap();
        let models = Models::new(Arc::new(FolderStorage::new(folder.path())));
        assert!(models.names().unwrap().is_empty());
        models.publish("ms-vae.safetensors", b"one").unwrap();
        models.publish("ms-vae.safetensors", b"two").unwrap();
        models.publish("cca", b"three").unwrap();
        assert_eq!(models.names().unwrap(), ["cca", "ms-vae.safetensors"]);
        assert_eq!(&models.read("ms-vae.safetensors").unwrap()[..], b"two");
        models.remove("cca").unwrap();
        models.remove("cca").unwrap();
        assert!(matches!(models.read("cca"), Err(crate::Error::Missing { .. })));
        for typed in ["../manifest.json", "a/b", ""] {
            assert!(
                matches!(models.publish(typed, b"x"), Err(crate::Error::Name { .. })),
                "{typed}"
            );
        }
    }
}
