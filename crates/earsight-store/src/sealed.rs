//! Small files that carry their own checksum, and are read as a whole: the records of a library and its models.
//!
//! JSON stays JSON: the checksum is its first field. Other files end with it. Files without one, which programs of
//! formats 1 and 2 wrote, are read as they are.

use bytes::Bytes;

use crate::{Error, Key, Result, Storage};

/// Before the checksum of a file of JSON, and after it.
const FIELD: (&[u8], &[u8]) = (b"{\"checksum\":\"", b"\",");
/// Hex digits of a checksum in JSON.
const N_DIGITS: usize = 64;
/// Before the checksum at the end of another file.
const MARK: &[u8] = b"\nEARSUM\n";
/// Length of a mark and a checksum.
const N_TRAILER_BYTES: usize = MARK.len() + blake3::OUT_LEN;

/// Writes a file with its checksum.
///
/// # Errors
/// Those of [`Storage::publish`].
pub(crate) fn publish(storage: &dyn Storage, key: &Key, bytes: &[u8]) -> Result<()> {
    storage.publish(key, &sealed(bytes))
}

/// Reads a file, and compares it with its checksum.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Corrupt`] when they differ.
pub(crate) fn read(storage: &dyn Storage, key: &Key) -> Result<Bytes> {
    opened(storage.read(key)?).ok_or_else(|| Error::Corrupt {
        reason: "its bytes are not those that were written (wrong checksum)".into(),
        path: storage.locate(key),
    })
}

fn sealed(bytes: &[u8]) -> Vec<u8> {
    let checksum = blake3::hash(bytes);
    match bytes.strip_prefix(b"{") {
        Some(rest) if rest.starts_with(b"\"") => {
            [FIELD.0, checksum.to_hex().as_bytes(), FIELD.1, rest].concat()
        }
        _ => [bytes, MARK, checksum.as_bytes()].concat(),
    }
}

/// The bytes that were published; `None` when they are not those.
fn opened(bytes: Bytes) -> Option<Bytes> {
    if let Some(field) = bytes.strip_prefix(FIELD.0) {
        let (digits, rest) = field.split_at_checked(N_DIGITS)?;
        let opened = [b"{", rest.strip_prefix(FIELD.1)?].concat();
        return (blake3::hash(&opened).to_hex().as_bytes() == digits).then(|| opened.into());
    }
    let place = bytes.len().checked_sub(N_TRAILER_BYTES);
    let Some(place) = place.filter(|&place| bytes[place..].starts_with(MARK)) else {
        return Some(bytes);
    };
    let whole = bytes.slice(..place);
    (blake3::hash(&whole).as_bytes()[..] == bytes[place + MARK.len()..]).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_and_what_was_not_is_read_as_it_is() {
        for bytes in [&b"{\"a\":1}"[..], b"", b"{}", b"\x08\0\0\0\0\0\0\0{}", &[7; 300]] {
            assert_eq!(opened(sealed(bytes).into()).unwrap(), bytes);
            assert_eq!(opened(Bytes::copy_from_slice(bytes)).unwrap(), bytes);
        }
        let json = sealed(b"{\"a\":1}");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&json).unwrap()["a"], 1);
    }

    #[test]
    fn a_flipped_bit_is_found_or_leaves_what_was_sealed() {
        for bytes in [&b"{\"a\":1,\"checksum\":\"none\"}"[..], &[7; 300]] {
            let whole = sealed(bytes);
            for bit in 0..8 * whole.len() {
                let mut flipped = whole.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                let Some(opened) = opened(flipped.into()) else { continue };
                // Without its mark it is a file of an older program, with bytes that no such program wrote.
                let is_longer = opened.len() > bytes.len();
                assert!(is_longer, "bit {bit} of {}", whole.len());
            }
        }
    }
}
