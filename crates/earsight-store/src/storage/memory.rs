//! A library that is gone when the process ends.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::{Key, Lock, Storage};
use crate::{Error, Result};

/// A library in memory; clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    files: Arc<Mutex<BTreeMap<Key, Bytes>>>,
    locks: Arc<Mutex<HashSet<Key>>>,
}

impl MemoryStorage {
    /// An empty one.
    pub fn new() -> Self {
        MemoryStorage::default()
    }

    /// A copy that shares nothing with this one: what is there now.
    pub fn snapshot(&self) -> Self {
        MemoryStorage {
            files: Arc::new(Mutex::new(held(&self.files).clone())),
            locks: Arc::default(),
        }
    }
}

/// Files are replaced whole, so a panic elsewhere cannot have left half of one.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Storage for MemoryStorage {
    fn read(&self, key: &Key) -> Result<Bytes> {
        held(&self.files).get(key).cloned().ok_or_else(|| Error::Missing { path: self.locate(key) })
    }

    fn publish(&self, key: &Key, bytes: &[u8]) -> Result<()> {
        held(&self.files).insert(key.clone(), Bytes::copy_from_slice(bytes));
        Ok(())
    }

    fn remove(&self, key: &Key) -> Result<()> {
        held(&self.files).remove(key);
        Ok(())
    }

    fn list(&self, folder: &Key) -> Result<Vec<Key>> {
        Ok(held(&self.files).keys().filter(|key| key.is_under(folder)).cloned().collect())
    }

    fn lock(&self, key: &Key) -> Result<Lock> {
        if !held(&self.locks).insert(key.clone()) {
            return Err(Error::Locked { pid: Some(std::process::id()), path: self.locate(key) });
        }
        Ok(Lock::holding(MemoryLock { locks: Arc::clone(&self.locks), key: key.clone() }))
    }

    fn sweep(&self) -> Result<usize> {
        Ok(0)
    }

    fn locate(&self, key: &Key) -> String {
        format!("memory:{key}")
    }

    fn location(&self) -> String {
        "memory".to_owned()
    }
}

struct MemoryLock {
    locks: Arc<Mutex<HashSet<Key>>>,
    key: Key,
}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        held(&self.locks).remove(&self.key);
    }
}
