//! Requested output files, written whole or not at all.

use std::fs::{File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};

/// Fails for a file in a folder that does not exist: better before the work than after it.
///
/// # Errors
/// When there is no such folder.
pub fn check_folder(path: &Path) -> anyhow::Result<()> {
    let folder = folder_of(path);
    if folder.is_dir() {
        return Ok(());
    }
    bail!("cannot write {}: there is no folder {}", path.display(), folder.display())
}

/// Writes a file under a temporary name, syncs it to disk, and renames it.
///
/// # Errors
/// When the folder does not exist or the operating system refuses.
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
