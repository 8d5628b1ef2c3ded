//! Requested output files, written whole or not at all.

use std::fs::{File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};

/// Fails for a file that cannot be written: better before the work than after it.
///
/// # Errors
/// When there is no such folder, or a folder, device or pipe of that name.
pub fn check_folder(path: &Path) -> anyhow::Result<()> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display())
    }
    // The new file takes the place of the old one, which must not be a device or a pipe.
    if path.exists() && !path.is_file() {
        bail!("cannot write {}: it is not a regular file", path.display())
    }
    Ok(())
}

/// Writes a file under a temporary name, syncs it to disk, and renames it.
///
/// # Errors
/// Those of [`check_folder`], and when the operating system refuses.
pub fn publish(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    check_folder(path)?;
    write(folder_of(path), path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn write(folder: &Path, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut whole = tempfile::Builder::new().prefix(".earsight-").tempfile_in(folder)?;
    whole.write_all(bytes)?;
    whole.as_file().sync_all()?;
    // A temporary file is private; other programs are to read this one.
    whole.as_file().set_permissions(Permissions::from_mode(0o644))?;
    whole.persist(path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}
