//! Whether an mp4 file is whole.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Whether the boxes of an mp4 file fill it to its last byte, with an index and media among them.
///
/// ISO/IEC 14496-12 §4.2: each box starts with its length and its name; a length of 1 means that 64 bits follow.
/// A file that was cut anywhere fails.
pub(super) fn is_whole(path: &Path) -> bool {
    walk(path).unwrap_or(false)
}

fn walk(path: &Path) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let file_bytes = file.metadata()?.len();
    let (mut at, mut has_index, mut has_media) = (0, false, false);
    while at < file_bytes {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0_u8; 8];
        file.read_exact(&mut head)?;
        let [a, b, c, d, name @ ..] = head;
        let mut box_bytes = u64::from(u32::from_be_bytes([a, b, c, d]));
        if box_bytes == 1 {
            let mut long = [0_u8; 8];
            file.read_exact(&mut long)?;
            box_bytes = u64::from_be_bytes(long);
        }
        if box_bytes < 8 {
            return Ok(false);
        }
        has_index |= &name == b"moov";
        has_media |= &name == b"mdat";
        let Some(end) = at.checked_add(box_bytes) else { return Ok(false) };
        at = end;
    }
    Ok(at == file_bytes && has_index && has_media)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_box(name: &[u8; 4], n_bytes: usize) -> Vec<u8> {
        let mut bytes = (8 + n_bytes as u32).to_be_bytes().to_vec();
        bytes.extend_from_slice(name);
        bytes.resize(8 + n_bytes, 7);
        bytes
    }

    #[test]
    fn only_a_file_that_ends_where_its_boxes_end_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mp4");
        let check = |bytes: &[u8], whole: bool| {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(is_whole(&path), whole, "{} bytes", bytes.len());
        };
        let whole = [a_box(b"ftyp", 8), a_box(b"moov", 30), a_box(b"mdat", 100)].concat();
        check(&whole, true);
        for n_bytes in [0, 3, 16, 20, 54, 60, whole.len() - 1] {
            check(&whole[..n_bytes], false);
        }
        check(&[whole.clone(), vec![0; 12]].concat(), false);
        check(&[0xff; 64], false);
        let mut endless = whole;
        endless[..4].copy_from_slice(&1_u32.to_be_bytes());
        endless[8..16].copy_from_slice(&u64::MAX.to_be_bytes());
        check(&endless, false);
        assert!(!is_whole(&folder.path().join("absent.mp4")));
    }
}
