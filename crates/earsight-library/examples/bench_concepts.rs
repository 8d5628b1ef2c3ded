//! Writes the concepts of a library's clips beside their features, into the bench data.
//!
//! ```text
//! bench_concepts LIBRARY FEATURES.safetensors OUT.safetensors
//! ```
//! FEATURES holds `audio`, `visual` and `clip`, and names of clips that the library has too, which may be longer there;
//! OUT holds the same, and for each modality `MODALITY_concepts` `[N, C]`, the roots of the probabilities of concepts in each row's second,
//! and `MODALITY_concept_mean` `[C]`, the mean that came with the networks.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use earsight_core::Modality;
use earsight_library::OpenLibrary;
use half::f16;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize_to_file};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, features, out] = &arguments[..] else {
        return Err("usage: bench_concepts LIBRARY FEATURES.safetensors OUT.safetensors".into());
    };
    let library = OpenLibrary::open(Path::new(library))?.library.feature_set()?;
    let means = library.concept_means().ok_or("the library has no concepts")?;

    let bytes = std::fs::read(features)?;
    let (_, header) = SafeTensors::read_metadata(&bytes)?;
    let metadata = header.metadata().clone().ok_or("the file names no clips")?;
    let names: Vec<String> = serde_json::from_str(metadata.get("clips").ok_or("no clips")?)?;
    let file = SafeTensors::deserialize(&bytes)?;
    let clip_of_row = file.tensor("clip")?;
    let clip_of_row: Vec<usize> = clip_of_row
        .data()
        .as_chunks()
        .0
        .iter()
        .map(|&row| i32::from_le_bytes(row) as usize)
        .collect();

    let mut arrays: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    for name in ["clip", "audio", "visual"] {
        let array = file.tensor(name)?;
        arrays.push((
            name.to_owned(),
            array.dtype(),
            array.shape().to_vec(),
            array.data().to_vec(),
        ));
    }
    for modality in Modality::ALL {
        let mut n_before: HashMap<usize, usize> = HashMap::new();
        let mut roots = Vec::new();
        for &clip in &clip_of_row {
            let second = n_before.entry(clip).or_default();
            let known = library.clips().iter().find(|known| known.id.as_str() == names[clip]);
            let rows = known.and_then(|known| known.concepts[modality].as_ref());
            let rows = rows.filter(|rows| *second < rows.nrows());
            let missing = || format!("the library has no second {second} of {}", names[clip]);
            let row = rows.ok_or_else(missing)?.row(*second);
            roots.extend(row.iter().flat_map(|&root| f16::from_f32(root).to_le_bytes()));
            *second += 1;
        }
        let mean = &means[modality];
        let shape = vec![clip_of_row.len(), mean.len()];
        arrays.push((format!("{modality}_concepts"), Dtype::F16, shape, roots));
        let bytes = mean.iter().flat_map(|value| value.to_le_bytes()).collect();
        arrays.push((format!("{modality}_concept_mean"), Dtype::F32, vec![mean.len()], bytes));
    }
    let views: Vec<(&str, TensorView<'_>)> = arrays
        .iter()
        .map(|(name, dtype, shape, bytes)| {
            Ok((name.as_str(), TensorView::new(*dtype, shape.clone(), bytes)?))
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    serialize_to_file(views, Some(metadata), Path::new(out))?;
    Ok(())
}
