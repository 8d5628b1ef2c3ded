//! A calibration as bytes: one safetensors file.

use std::collections::BTreeMap;

use earsight_core::{Modality, PerModality, change};
use ndarray::Array2;

use super::{Calibration, HeldOutClip};
use crate::checkpoint::{broken, json, parse, read_tensors, write_tensors};
use crate::parameters::Parameter;
use crate::{Error, Result};

const VERSION: &str = "earsight.calibration";
const NOTE: &str = "earsight.note";
/// Version of this layout; later ones are rejected.
const CURRENT_VERSION: u32 = 4;

impl Calibration {
    /// As bytes, with a note on where it comes from; the same calibration always gives the same bytes.
    pub fn to_bytes(&self, note: &str) -> Vec<u8> {
        let of_clip = |(number, clip): (usize, &HeldOutClip)| -> Vec<Parameter> {
            let changes = clip.changes.iter().flat_map(PerModality::iter);
            let changes = changes.map(|(modality, rows)| (changes_name(modality), rows));
            let generated = clip.generated.iter().flat_map(PerModality::iter);
            let generated = generated.map(|(modality, rows)| (generated_name(modality), rows));
            let arrays = distances(clip).into_iter().chain(changes).chain(generated);
            let secs: Array2<f32> = clip
                .mismatched_secs
                .iter()
                .map(|&n_secs| [n_secs as f32])
                .collect::<Vec<_>>()
                .into();
            let secs = Parameter::of(in_clip(number, MISMATCHED_SECS), &secs);
            let arrays = arrays.map(|(name, rows)| Parameter::of(in_clip(number, &name), rows));
            arrays.chain(std::iter::once(secs)).collect()
        };
        let tensors: Vec<Parameter> = self.clips.iter().enumerate().flat_map(of_clip).collect();
        write_tensors(&tensors, [(VERSION, CURRENT_VERSION.to_string()), (NOTE, json(&note))])
    }

    /// From bytes, with the note; `None` for those of an earlier layout, which is to be measured again.
    ///
    /// # Errors
    /// [`Error::Calibration`] when the bytes are anything else, or distances that cannot be.
    pub fn from_bytes(bytes: &[u8]) -> Result<Option<(Self, String)>> {
        read(bytes).map_err(|error| match error {
            Error::Checkpoint { reason } => Error::Calibration { reason },
            other => other,
        })
    }
}

fn read(bytes: &[u8]) -> Result<Option<(Calibration, String)>> {
    let (metadata, tensors) = read_tensors(bytes)?;
    let version: u32 = parse(&metadata, VERSION)?;
    if version < CURRENT_VERSION {
        return Ok(None);
    }
    if version != CURRENT_VERSION {
        return Err(broken(format!(
            "it has version {version}, this program knows {CURRENT_VERSION}"
        )));
    }
    let note = parse(&metadata, NOTE)?;
    let mut named = BTreeMap::new();
    for tensor in tensors {
        if !tensor.values.iter().all(|value| value.is_finite()) {
            return Err(broken(format!("`{}` holds something that is no number", tensor.name)));
        }
        let matrix = tensor.matrix()?.to_owned();
        named.insert(tensor.name, matrix);
    }
    let mut clips = Vec::new();
    while !named.is_empty() {
        clips.push(take_clip(&mut named, clips.len())?);
    }
    Ok(Some((Calibration { clips }, note)))
}

/// All distances of a clip by name.
fn distances(clip: &HeldOutClip) -> Vec<(String, &Array2<f32>)> {
    let sequence = clip.sequence.iter().map(|(from, matrix)| (sequence_name(from), matrix));
    let collection = clip.collection.iter().flat_map(|(from, of_query)| {
        of_query.iter().map(move |(to, matrix)| (collection_name(from, to), matrix))
    });
    sequence.chain(collection).collect()
}

fn changes_name(modality: Modality) -> String {
    format!("changes.{modality}")
}

fn generated_name(modality: Modality) -> String {
    format!("generated.{modality}")
}

/// Seconds of each mismatched clip, `[n, 1]`.
const MISMATCHED_SECS: &str = "mismatched_secs";

fn sequence_name(from: Modality) -> String {
    format!("sequence.{from}")
}

fn collection_name(from: Modality, to: Modality) -> String {
    format!("collection.{from}.{to}")
}

fn in_clip(number: usize, name: &str) -> String {
    format!("{number:06}.{name}")
}

fn take_clip(named: &mut BTreeMap<String, Array2<f32>>, number: usize) -> Result<HeldOutClip> {
    let mut take = |name: String| {
        let name = in_clip(number, &name);
        named.remove(&name).ok_or_else(|| broken(format!("`{name}` is missing")))
    };
    let mut take_distances = |name: String| {
        let matrix = take(name.clone())?;
        let (rows, columns) = matrix.dim();
        if rows == 0 || columns < rows {
            return Err(broken(format!("`{name}` has {rows} rows and {columns} columns")));
        }
        match matrix.iter().all(|&distance| distance >= 0.0) {
            true => Ok(matrix),
            false => Err(broken(format!("`{name}` holds something that is no distance"))),
        }
    };
    let mut clip = HeldOutClip {
        sequence: PerModality::try_from_fn(|from| take_distances(sequence_name(from)))?,
        collection: PerModality::try_from_fn(|from| {
            PerModality::try_from_fn(|to| take_distances(collection_name(from, to)))
        })?,
        mismatched_secs: Vec::new(),
        changes: None,
        generated: None,
    };
    let shape = clip.sequence.audio.dim();
    if distances(&clip).iter().any(|(_, matrix)| matrix.dim() != shape) {
        return Err(broken(format!("the distances of clip {number} are of different shapes")));
    }
    let secs = take(MISMATCHED_SECS.to_owned())?;
    clip.mismatched_secs = secs.iter().map(|&n_secs| n_secs as usize).collect();
    if shape.0 + clip.mismatched_secs.iter().sum::<usize>() != shape.1 {
        return Err(broken(format!("the clips beside clip {number} have other lengths")));
    }
    let dims = change::spaces().map(|space| space.dim);
    let mut take_both = |name: fn(Modality) -> String, dims: PerModality<usize>| {
        let both = PerModality::from_fn(|modality| take(name(modality)).ok()).both();
        for (modality, rows) in both.iter().flat_map(PerModality::iter) {
            let (found, expected) = (rows.dim(), (shape.0, dims[modality]));
            if found != expected {
                let name = in_clip(number, &name(modality));
                return Err(broken(format!("`{name}` is {found:?} and should be {expected:?}")));
            }
        }
        Ok(both)
    };
    clip.changes = take_both(changes_name, dims)?;
    clip.generated = take_both(generated_name, PerModality { audio: 1, visual: 1 })?;
    Ok(clip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(shape: (usize, usize), value: f32) -> HeldOutClip {
        let matrix = Array2::from_elem(shape, value);
        let sequence = PerModality::from_fn(|_| matrix.clone());
        let collection = PerModality::from_fn(|_| sequence.clone());
        let mismatched_secs = vec![shape.1.saturating_sub(shape.0)];
        HeldOutClip { sequence, collection, mismatched_secs, changes: None, generated: None }
    }

    #[test]
    fn bytes_read_back_are_the_same_calibration() {
        let dims = change::spaces().map(|space| space.dim);
        let changes = Some(dims.map(|dim| Array2::from_elem((2, dim), -0.5)));
        let generated = Some(PerModality::from_fn(|_| Array2::from_elem((2, 1), 0.25)));
        let changing = HeldOutClip { changes, generated, ..clip((2, 4), 1.0) };
        let calibration = Calibration::new(vec![changing, clip((3, 3), 0.5)]);
        let bytes = calibration.to_bytes("from here");
        let (read, note) = Calibration::from_bytes(&bytes).unwrap().unwrap();
        assert_eq!((read, note.as_str()), (calibration, "from here"));
    }

    #[test]
    fn other_bytes_are_rejected() {
        let whole = Calibration::new(vec![clip((2, 4), 1.0)]).to_bytes("");
        for len in [0, 7, 40, whole.len() - 1] {
            assert!(Calibration::from_bytes(&whole[..len]).is_err(), "{len}");
        }
        let rejected = |clip: HeldOutClip, part: &str| {
            let bytes = Calibration::new(vec![clip]).to_bytes("");
            let error = Calibration::from_bytes(&bytes).unwrap_err();
            assert!(matches!(error, Error::Calibration { .. }), "{error:?}");
            assert!(error.to_string().contains(part), "{error}");
        };
        rejected(clip((2, 4), f32::NAN), "no number");
        rejected(clip((2, 4), -1.0), "no distance");
        rejected(clip((4, 2), 1.0), "4 rows");
        let longer = HeldOutClip { mismatched_secs: vec![1, 2], ..clip((2, 4), 1.0) };
        rejected(longer, "other lengths");
        let mixed = HeldOutClip { sequence: clip((2, 5), 1.0).sequence, ..clip((2, 4), 1.0) };
        rejected(mixed, "different shapes");
        let dims = change::spaces().map(|space| space.dim);
        let changes = dims.map(|dim| Some(Array2::zeros((3, dim)))).both();
        rejected(HeldOutClip { changes, ..clip((2, 4), 1.0) }, "(2, 216)");
        let generated = Some(PerModality::from_fn(|_| Array2::zeros((3, 1))));
        rejected(HeldOutClip { generated, ..clip((2, 4), 1.0) }, "(2, 1)");
        let earlier = write_tensors(&[], [(VERSION, "3".to_owned()), (NOTE, json(&""))]);
        assert!(matches!(Calibration::from_bytes(&earlier), Ok(None)));
        let later = write_tensors(&[], [(VERSION, "5".to_owned()), (NOTE, json(&""))]);
        assert!(Calibration::from_bytes(&later).is_err());
        let checkpoint = write_tensors(&[], [("earsight.version", "1".to_owned())]);
        assert!(Calibration::from_bytes(&checkpoint).is_err());
    }
}
