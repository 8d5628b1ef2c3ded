//! A library in a folder of the file system.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::{Key, Lock, Storage};
use crate::mapped::map;
use crate::{Error, Result};

/// Files that are being written are named `.partial-<process>-…` until they are complete.
const PARTIAL: &str = ".partial-";

/// A library in a folder.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    root: PathBuf,
}

impl FolderStorage {
    /// The library in `root`; the folder is created on the first write.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        FolderStorage { root: root.into() }
    }

    fn path(&self, key: &Key) -> PathBuf {
        key.as_str().split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Creates a folder and syncs those above it.
    fn make_folder(&self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(io_error("create the folder", folder))?;
        folder
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(&self.root))
            .chain(self.root.parent().filter(|above| !above.as_os_str().is_empty()))
            .try_for_each(sync_folder)
    }
}

/// Converts an I/O error to the library's, with the path.
fn io_error<'a>(doing: &'static str, path: &'a Path) -> impl Fn(io::Error) -> Error + 'a {
    move |source| match source.kind() {
        io::ErrorKind::NotFound => Error::Missing { path: path.display().to_string() },
        _ => Error::Io { doing, source, path: path.display().to_string() },
    }
}

/// A rename survives a power cut only once its folder is synced.
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io_error("make the folder stay on disk", folder))
}

impl Storage for FolderStorage {
    fn read(&self, key: &Key) -> Result<Bytes> {
        let path = self.path(key);
        map(&path).map_err(io_error("read", &path))
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
        write().map_err(io_error("write", &path))?;
        sync_folder(folder)
    }

    fn remove(&self, key: &Key) -> Result<()> {
        let path = self.path(key);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(io_error("remove", &path)(error))
            }
            _ => Ok(()),
        }
    }

    fn list(&self, folder: &Key) -> Result<Vec<Key>> {
        let mut keys = Vec::new();
        for name in files_below(&self.path(folder))? {
            // A file whose name is no key was not written by a library.
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
            .map_err(io_error("open the lock", &path))?;
        // The system releases the lock when its process ends, for whatever reason:
        // a lock file without a lock is stale, whatever process it names.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let pid = holder.trim().parse().ok();
                return Err(Error::Locked { pid, path: path.display().to_string() });
            }
            Err(TryLockError::Error(error)) => return Err(io_error("lock", &path)(error)),
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(io_error("write", &path))?;
        Ok(Box::new(file))
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
                fs::remove_file(&path).map_err(io_error("remove", &path))?;
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

fn partial_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let prefix = format!("{PARTIAL}{}-", std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    // The permissions of any new file, narrowed by the umask, so that a library can be shared.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Whether a process of that number is running. This one is, so its own files are never removed.
fn is_alive(pid: i32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// Files at any depth below a folder, as paths relative to it; none when the folder does not exist.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(relative) = waiting.pop() {
        let path = folder.join(&relative);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(io_error("list", &path)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(io_error("list", &path))?;
            let kind = entry.file_type().map_err(io_error("list", &path))?;
            let below = relative.join(entry.file_name());
            // A library has no links; they are not followed.
            if kind.is_dir() {
                waiting.push(below);
            } else if kind.is_file() {
                files.push(below);
            }
        }
    }
    Ok(files)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_published_file_has_the_permissions_of_any_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(folder.path().join("lib"));
        storage.publish(&Key::known("manifest.json"), b"{}").unwrap();
        let plain = storage.root.join("plain");
        fs::write(&plain, b"").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&storage.root.join("manifest.json")), mode(&plain));
    }
}
