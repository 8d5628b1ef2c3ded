//! Memory-mapped files: a library opens without being read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;
use memmap2::MmapOptions;

/// The bytes of a file, mapped; read where the file system cannot map.
///
/// # Errors
/// When the file cannot be opened, is no regular file, or is too large.
pub(crate) fn map(path: &Path) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    let facts = file.metadata()?;
    if !facts.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let n_bytes = usize::try_from(facts.len())
        .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "too large for this machine"))?;
    if n_bytes == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: a mapping is sound as long as its file is neither changed nor truncated.
    // Files of a library are never written in place: `publish` renames a complete new file over the name
    // and `remove` unlinks the name, and both leave the mapped file unchanged until it is unmapped.
    // The mapping is private and read-only, and exactly as long as the file.
    #[allow(unsafe_code)]
    let mapped = unsafe { MmapOptions::new().len(n_bytes).map(&file) };
    match mapped {
        Ok(mapped) if mapped.len() == n_bytes => Ok(Bytes::from_owner(mapped)),
        // Some network file systems cannot map.
        _ => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(bytes.into())
        }
    }
}
