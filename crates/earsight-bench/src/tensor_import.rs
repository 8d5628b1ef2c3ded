//! Features from elsewhere, as a safetensors file that four lines of Python write.
//!
//! Two layouts are read, in half, single or double precision:
//!
//! - rows: `audio` `[N, D_a]`, `visual` `[N, D_v]` and `clip` `[N]`, the index of each row's clip in the list of names;
//!   a clip's rows are in the order of its seconds
//! - clips of one length: `audio` `[C, T, D_a]`, `visual` `[C, T, D_v]`
//!
//! Text in the file's metadata: `clips`, a JSON list of names (without it clips are called `00000`, `00001`, …);
//! `audio_backbone` and `visual_backbone`, the networks that made the rows, and `fingerprint`, their version (else `given`).
//! A model reads only files in which these are the same as in the file it was fitted on.

use std::path::Path;

use earsight_core::{Annotations, ClipFeatures, FeatureSet, FeatureSpace, Modality, PerModality};
use ndarray::{Array2, ArrayD, Axis, Ix2, Ix3};

use crate::error::read_text;
use crate::{Error, Result, TensorFile};

/// Features and labels.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The features.
    pub features: FeatureSet,
    /// Events of the clips of the file, if a labels file was given.
    pub annotations: Option<Annotations>,
}

/// Reads features, and labels (`clip,category,start,len` in whole seconds) where they are given.
///
/// # Errors
/// [`Error::Read`], [`Error::Format`] and [`Error::Shape`] for the features; [`Error::Labels`] for labels that
/// cannot be read, name no clip of the file, or reach beyond their clip; [`Error::Features`] for values that are not finite.
pub fn read(tensors: &Path, annotations: Option<&Path>) -> Result<Imported> {
    let file = TensorFile::read(tensors)?;
    let features = feature_set(&file)?;
    let annotations = annotations.map(|path| labels(path, &features)).transpose()?;
    Ok(Imported { features, annotations })
}

/// The features of a file.
pub(crate) fn feature_set(file: &TensorFile) -> Result<FeatureSet> {
    let names = file.array_names()?;
    for modality in Modality::ALL {
        if !names.iter().any(|name| name == modality.name()) {
            return Err(file.broken(format!(
                "no array `{modality}` among {}; both `audio` and `visual` are needed",
                quoted(&names)
            )));
        }
    }
    let arrays = PerModality::try_from_fn(|modality| file.array(modality.name()))?;
    let dims = arrays.as_ref().map(|array| array.shape().last().copied().unwrap_or(0));
    let clips = match arrays.audio.ndim() {
        3 => equally_long(file, arrays)?,
        _ => rows_of_clips(file, arrays)?,
    };
    let text = |key: &str| Ok::<_, Error>(file.metadata(key)?.unwrap_or("given".to_owned()));
    let spaces = PerModality::try_from_fn(|modality| {
        Ok::<_, Error>(FeatureSpace {
            backbone: text(&format!("{modality}_backbone"))?,
            fingerprint: text("fingerprint")?,
            dim: dims[modality],
        })
    })?;
    Ok(FeatureSet::new(spaces, clips)?)
}

/// `[C, T, D]` each.
fn equally_long(file: &TensorFile, arrays: PerModality<ArrayD<f32>>) -> Result<Vec<ClipFeatures>> {
    let (n_clips, n_segments) = (arrays.audio.shape()[0], arrays.audio.shape()[1]);
    let visual_shape = arrays.visual.shape().to_vec();
    if visual_shape.len() != 3 || visual_shape[..2] != [n_clips, n_segments] {
        let expected = format!("[{n_clips}, {n_segments}, D] as in `audio`");
        return Err(file.misshapen("visual", visual_shape, expected));
    }
    let names = clip_names(file, n_clips)?;
    if names.len() != n_clips {
        return Err(file.broken(format!("{} names for {n_clips} clips", names.len())));
    }
    let arrays =
        arrays.map(|array| array.into_dimensionality::<Ix3>().expect("both have three dimensions"));
    let clip = |(idx, name): (usize, String)| {
        let of = arrays.as_ref().map(|array| array.index_axis(Axis(0), idx).to_owned());
        ClipFeatures::paired(name.as_str(), of.audio, of.visual)
    };
    Ok(names.into_iter().enumerate().map(clip).collect())
}

/// `[N, D]` each, and the clip of each row.
fn rows_of_clips(file: &TensorFile, arrays: PerModality<ArrayD<f32>>) -> Result<Vec<ClipFeatures>> {
    let audio_shape = arrays.audio.shape().to_vec();
    let &[n_rows, _] = &audio_shape[..] else {
        return Err(file.misshapen("audio", audio_shape, "[N, D] or [clips, T, D]".to_owned()));
    };
    let visual_shape = arrays.visual.shape().to_vec();
    if visual_shape.len() != 2 || visual_shape[0] != n_rows {
        return Err(file.misshapen("visual", visual_shape, format!("[{n_rows}, D] as in `audio`")));
    }
    let clips = places_of_clips(file, n_rows)?;
    let arrays: PerModality<Array2<f32>> =
        arrays.map(|array| array.into_dimensionality::<Ix2>().expect("both have two dimensions"));
    let clip = |(name, rows): (String, Vec<usize>)| {
        let of = arrays.as_ref().map(|array| array.select(Axis(0), &rows));
        ClipFeatures::paired(name.as_str(), of.audio, of.visual)
    };
    Ok(clips.into_iter().map(clip).collect())
}

/// The name of each clip and the places of its rows.
fn places_of_clips(file: &TensorFile, n_rows: usize) -> Result<Vec<(String, Vec<usize>)>> {
    let clip_of_row = file.integers("clip")?;
    if clip_of_row.len() != n_rows {
        return Err(file.misshapen("clip", vec![clip_of_row.len()], format!("[{n_rows}]")));
    }
    let n_named =
        clip_of_row.iter().max().map_or(0, |&last| usize::try_from(last + 1).unwrap_or(0));
    let names = clip_names(file, n_named)?;
    let mut rows_of_clip: Vec<Vec<usize>> = vec![vec![]; names.len()];
    for (row, &clip) in clip_of_row.iter().enumerate() {
        let of_clip = usize::try_from(clip).ok().and_then(|clip| rows_of_clip.get_mut(clip));
        let Some(of_clip) = of_clip else {
            let n = names.len();
            return Err(file.broken(format!("row {row} is of clip {clip}, there are {n} names")));
        };
        of_clip.push(row);
    }
    Ok(names.into_iter().zip(rows_of_clip).collect())
}

/// The same clips with the concepts that are in the file too: `MODALITY_concepts` `[N, C]`, roots of probabilities in the
/// order of the rows, and `MODALITY_concept_mean` `[C]`, the means that they are compared with.
pub(crate) fn with_concepts(features: FeatureSet, file: &TensorFile) -> Result<FeatureSet> {
    let roots = PerModality::try_from_fn(|modality| file.matrix(&format!("{modality}_concepts")))?;
    let means = PerModality::try_from_fn(|modality| {
        let mean = file.array(&format!("{modality}_concept_mean"))?;
        Ok::<_, Error>(mean.into_iter().collect())
    })?;
    let places = places_of_clips(file, roots.audio.nrows())?;
    let with_concepts = |(clip, (_, places)): (&ClipFeatures, &(String, Vec<usize>))| {
        let of_clip = |roots: &Array2<f32>| Some(roots.select(Axis(0), places));
        clip.clone().with_concepts(roots.as_ref().map(of_clip))
    };
    let clips = features.clips().iter().zip(&places).map(with_concepts).collect();
    Ok(FeatureSet::new(features.spaces().clone(), clips)?.with_concept_means(means))
}

/// The names in the file, or numbers.
fn clip_names(file: &TensorFile, n_clips: usize) -> Result<Vec<String>> {
    match file.metadata("clips")? {
        Some(_) => file.names("clips"),
        None => Ok((0..n_clips).map(|idx| format!("{idx:05}")).collect()),
    }
}

fn labels(path: &Path, features: &FeatureSet) -> Result<Annotations> {
    let all = Annotations::parse(&read_text(path)?)
        .map_err(|reason| Error::Labels { reason, path: path.to_path_buf() })?;
    let broken = |reason: String| Error::format(reason, path);
    let mut known = Vec::new();
    for clip in features.clips() {
        let Some(event) = all.event(&clip.id) else { continue };
        if event.span.end() > clip.n_segments() {
            return Err(broken(format!(
                "the event {} of `{}` ends after its {} seconds",
                event.span,
                clip.id,
                clip.n_segments()
            )));
        }
        known.push((clip.id.clone(), event.clone()));
    }
    if known.is_empty() && !all.is_empty() {
        let (of_file, of_labels) = (features.clips().first(), all.iter().next());
        let name = of_file.map_or("", |clip| clip.id.as_str());
        let named = of_labels.map_or("", |(clip, _)| clip.as_str());
        return Err(broken(format!(
            "no clip of the features is named: they have `{name}`, the labels `{named}`"
        )));
    }
    Ok(known.into_iter().collect())
}

fn quoted(names: &[String]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.sort_unstable();
    names.join(", ")
}
