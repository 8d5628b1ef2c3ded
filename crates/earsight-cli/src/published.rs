//! Files beside the library that a person asked for: whole, or not there.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

/// Refuses a file in a folder that is not there: better before the work than after it.
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

/// Writes a file under a temporary name beside it, makes it stay, and gives it its name.
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
    readable_by_all(whole.as_file())?;
    whole.persist(path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// A temporary file is private; what a person asked for is as readable as what they make themselves.
#[cfg(unix)]
fn readable_by_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> std::io::Result<()> {
    Ok(())
}
