//! A library in a folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::{Key, Lock, Storage};
use crate::mapped::map;
use crate::{Error, Result};

/// Files that are being written are called `.partial-<process>-…` until they are whole.
const PARTIAL: &str = ".partial-";

/// A library in a folder.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    root: PathBuf,
}

impl FolderStorage {
    /// The library in `root`; the folder is made on the first write.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        FolderStorage { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn path(&self, key: &Key) -> PathBuf {
        key.as_str().split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Makes a folder and those above it stay.
    fn make_folder(&self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(refused("create the folder", folder))?;
        folder
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(&self.root))
            .chain(self.root.parent().filter(|above| !above.as_os_str().is_empty()))
            .try_for_each(sync_folder)
    }
}

fn refused<'a>(doing: &'static str, path: &'a Path) -> impl Fn(io::Error) -> Error + 'a {
    move |source| match source.kind() {
        io::ErrorKind::NotFound => Error::Missing { path: path.display().to_string() },
        _ => Error::Io { doing, source, path: path.display().to_string() },
    }
}

/// A rename is only safe from a power cut once its folder is on disk.
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(refused("make the folder stay on disk", folder))
}

impl Storage for FolderStorage {
    fn read(&self, key: &Key) -> Result<Bytes> {
        let path = self.path(key);
        map(&path).map_err(refused("read", &path))
    }

    fn publish(&self, key: &Key, bytes: &[u8]) -> Result<()> {
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.root);
        self.make_folder(folder)?;
        let write = || {
            let mut partial = partial_file(folder)?;
            partial.write_all(bytes)?;
            partial.as_file().sync_all()?;
            partial.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(refused("write", &path))?;
        sync_folder(folder)
    }

    fn remove(&self, key: &Key) -> Result<()> {
        let path = self.path(key);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(refused("remove", &path)(error))
            }
            _ => Ok(()),
        }
    }

    fn list(&self, folder: &Key) -> Result<Vec<Key>> {
        let mut keys = Vec::new();
        for name in files_below(&self.path(folder))? {
            // What no key can name was not put here by a library.
            keys.extend(name.to_str().and_then(|name| folder.join(name).ok()));
        }
        keys.sort();
        Ok(keys)
    }

    fn lock(&self, key: &Key) -> Result<Lock> {
        let path = self.path(key);
        self.make_folder(path.parent().unwrap_or(&self.root))?;
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(refused("open the lock", &path))?;
        // The system gives the lock back when its process dies, however it dies:
        // a lock file that nobody holds is stale, whatever process it names.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let pid = holder.trim().parse().ok();
                return Err(Error::Locked { pid, path: path.display().to_string() });
            }
            Err(TryLockError::Error(error)) => return Err(refused("lock", &path)(error)),
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(refused("write", &path))?;
        Ok(Lock::holding(file))
    }

    fn sweep(&self) -> Result<usize> {
        let mut n_swept = 0;
        for relative in files_below(&self.root)? {
            let writer = relative
                .file_name()
                .and_then(|name| name.to_str()?.strip_prefix(PARTIAL)?.split('-').next());
            let Some(pid) = writer.and_then(|pid| pid.parse().ok()) else { continue };
            if !is_alive(pid) {
                let path = self.root.join(&relative);
                fs::remove_file(&path).map_err(refused("remove", &path))?;
                n_swept += 1;
            }
        }
        Ok(n_swept)
    }

    fn locate(&self, key: &Key) -> String {
        self.path(key).display().to_string()
    }

    fn location(&self) -> String {
        self.root.display().to_string()
    }
}

#[cfg(unix)]
fn partial_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new()
        .prefix(&format!("{PARTIAL}{}-", std::process::id()))
        // As any new file, so that a library can be shared; the person's umask narrows it.
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn partial_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(&format!("{PARTIAL}{}-", std::process::id()))
        .tempfile_in(folder)
}

/// Whether a process of that number runs. Ours does, so its own files are never swept.
fn is_alive(pid: i32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// Files at any depth below a folder, as paths relative to it; none when there is no folder.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(relative) = waiting.pop() {
        let path = folder.join(&relative);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(refused("list", &path)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(refused("list", &path))?;
            let kind = entry.file_type().map_err(refused("list", &path))?;
            let below = relative.join(entry.file_name());
            // Links are not ours and are not followed.
            if kind.is_dir() {
                waiting.push(below);
            } else if kind.is_file() {
                files.push(below);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> (tempfile::TempDir, FolderStorage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(folder.path().join("lib"));
        (folder, storage)
    }

    #[test]
    fn what_is_read_stays_when_it_is_replaced_and_removed() {
        let (_folder, storage) = library();
        let key = Key::known("features/ab/1-0.arrow");
        assert!(matches!(storage.read(&key), Err(Error::Missing { .. })));
        storage.publish(&key, b"old").unwrap();
        let old = storage.read(&key).unwrap();
        storage.publish(&key, b"newer").unwrap();
        assert_eq!((&old[..], &storage.read(&key).unwrap()[..]), (&b"old"[..], &b"newer"[..]));
        assert_eq!(storage.list(&Key::known("features")).unwrap(), std::slice::from_ref(&key));
        storage.remove(&key).unwrap();
        storage.remove(&key).unwrap();
        assert_eq!(&old[..], b"old");
        assert!(storage.list(&Key::known("features")).unwrap().is_empty());
        assert!(storage.list(&Key::known("models")).unwrap().is_empty());
    }

    #[test]
    fn only_what_the_dead_left_is_swept() {
        let (_folder, storage) = library();
        storage.publish(&Key::known("models/m.safetensors"), b"weights").unwrap();
        let dead = {
            let mut child = std::process::Command::new("true").spawn().unwrap();
            child.wait().unwrap();
            child.id()
        };
        let left = storage.root().join(format!("models/{PARTIAL}{dead}-x1"));
        let ours = storage.root().join(format!("models/{PARTIAL}{}-x2", std::process::id()));
        for path in [&left, &ours] {
            fs::write(path, b"half").unwrap();
        }
        assert_eq!(storage.list(&Key::known("models")).unwrap().len(), 1);
        assert_eq!(storage.sweep().unwrap(), 1);
        assert!(!left.exists() && ours.exists());
        assert_eq!(&storage.read(&Key::known("models/m.safetensors")).unwrap()[..], b"weights");
    }

    #[test]
    fn a_second_writer_is_told_who_is_first_and_a_stale_lock_is_taken_over() {
        let (_folder, storage) = library();
        let key = Key::known("lock");
        let first = storage.lock(&key).unwrap();
        let message = storage.lock(&key).unwrap_err().to_string();
        assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
        drop(first);
        fs::write(storage.root().join("lock"), "1\n").unwrap();
        let _taken_over = storage.lock(&key).unwrap();
        assert!(matches!(storage.lock(&key), Err(Error::Locked { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_published_file_has_the_rights_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, storage) = library();
        storage.publish(&Key::known("manifest.json"), b"{}").unwrap();
        let plain = storage.root().join("plain");
        fs::write(&plain, b"").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&storage.root().join("manifest.json")), mode(&plain));
    }
}
