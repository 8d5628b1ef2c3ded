//! A fitted model as bytes: config, feature spaces and weights in one safetensors file.

use std::collections::HashMap;

use earsight_core::{FeatureSpace, PerModality};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::comparison::PartEvidence;
use crate::model::ConfigTable;
use crate::parameters::Parameter;
use crate::{Error, Result};

const MODEL: &str = "earsight.model";
const CONFIG: &str = "earsight.config";
const SPACES: &str = "earsight.spaces";
const PARTS: &str = "earsight.parts";
const VERSION: &str = "earsight.version";
/// Version of this layout; newer ones are rejected.
const CURRENT_VERSION: u32 = 1;

/// Everything needed to use a fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Registry name.
    pub model: String,
    /// The resolved config it was fitted with.
    pub config: ConfigTable,
    /// The backbones whose features it was fitted on.
    pub spaces: PerModality<FeatureSpace>,
    /// How the parts of its distance are weighted; `None` for a system that compares as published.
    pub parts: Option<PartEvidence>,
    /// Weights by name.
    pub tensors: Vec<Parameter>,
}

impl Checkpoint {
    /// Of a fitted model; its arrays are put in order of name, as those of a file are.
    pub fn new(
        model: &str,
        config: ConfigTable,
        spaces: &PerModality<FeatureSpace>,
        mut tensors: Vec<Parameter>,
    ) -> Self {
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        let (model, spaces) = (model.to_owned(), spaces.clone());
        Checkpoint { model, config, spaces, parts: None, tensors }
    }

    /// As bytes; the same checkpoint always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        write_tensors(
            &self.tensors,
            [
                (MODEL, self.model.clone()),
                (CONFIG, self.config.to_string()),
                (SPACES, json(&self.spaces)),
                (PARTS, json(&self.parts)),
                (VERSION, CURRENT_VERSION.to_string()),
            ],
        )
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when the bytes are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (metadata, tensors) = read_tensors(bytes)?;
        let version: u32 = parse(&metadata, VERSION)?;
        if version > CURRENT_VERSION {
            return Err(broken(format!(
                "it has version {version}, this program knows up to {CURRENT_VERSION}"
            )));
        }
        Ok(Checkpoint {
            model: entry(&metadata, MODEL)?.clone(),
            config: parse(&metadata, CONFIG)?,
            spaces: parse(&metadata, SPACES)?,
            parts: match metadata.contains_key(PARTS) {
                true => parse(&metadata, PARTS)?,
                false => None,
            },
            tensors,
        })
    }

    /// The array of that name.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when there is none.
    pub fn tensor(&self, name: &str) -> Result<&Parameter> {
        self.tensors
            .iter()
            .find(|tensor| tensor.name == name)
            .ok_or_else(|| broken(format!("`{name}` is missing")))
    }
}

/// [`Error::Checkpoint`] with this reason.
pub fn broken(reason: impl Into<String>) -> Error {
    Error::Checkpoint { reason: reason.into() }
}

pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our configs are plain tables")
}

pub(crate) fn entry<'a>(metadata: &'a HashMap<String, String>, key: &str) -> Result<&'a String> {
    metadata.get(key).ok_or_else(|| broken(format!("`{key}` is missing")))
}

pub(crate) fn parse<T: DeserializeOwned>(
    metadata: &HashMap<String, String>,
    key: &str,
) -> Result<T> {
    serde_json::from_str(entry(metadata, key)?)
        .map_err(|error| broken(format!("`{key}` cannot be read: {error}")))
}

/// Named arrays and text as a safetensors file.
pub(crate) fn write_tensors<const N: usize>(
    tensors: &[Parameter],
    metadata: [(&str, String); N],
) -> Vec<u8> {
    let raw: Vec<(String, Vec<u8>)> = tensors
        .iter()
        .map(|tensor| {
            let bytes = tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect();
            (tensor.name.clone(), bytes)
        })
        .collect();
    let views = tensors.iter().zip(&raw).map(|(tensor, (name, bytes))| {
        let view = TensorView::new(Dtype::F32, tensor.shape.clone(), bytes)
            .expect("a parameter's shape fits its values");
        (name.as_str(), view)
    });
    // One key, because the library writes its text metadata in the order of a hash map.
    let table: serde_json::Map<String, serde_json::Value> =
        metadata.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    let header = HashMap::from([("earsight".to_owned(), json(&table))]);
    safetensors::serialize(views, Some(header)).expect("names are unique")
}

/// Named arrays and text of a safetensors file.
pub(crate) fn read_tensors(bytes: &[u8]) -> Result<(HashMap<String, String>, Vec<Parameter>)> {
    let unreadable = |error: safetensors::SafeTensorError| broken(error.to_string());
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
    let outer = header.metadata().clone().unwrap_or_default();
    let metadata = parse(&outer, "earsight")?;
    let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
    let mut tensors = Vec::new();
    for (name, view) in file.iter() {
        if view.dtype() != Dtype::F32 {
            return Err(broken(format!("`{name}` holds {:?}, not F32", view.dtype())));
        }
        let chunks = view.data().as_chunks::<4>().0;
        let values = chunks.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect();
        tensors.push(Parameter::new(name, view.shape().to_vec(), values));
    }
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((metadata, tensors))
}
