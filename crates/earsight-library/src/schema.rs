//! Schemas of the types of `earsight-core` that results contain: that crate does not depend on an HTTP API.
//!
//! Fields name them in `#[schema(value_type = …)]`.

use utoipa::ToSchema;

/// A modality.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "lowercase"))]
#[schema(rename_all = "lowercase")]
pub enum Modality {
    /// What is heard.
    Audio,
    /// What is seen.
    Visual,
}

/// One value for each modality.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct PerModality<T> {
    /// For what is heard.
    pub audio: T,
    /// For what is seen.
    pub visual: T,
}

/// Consecutive seconds of a file.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Span {
    /// The first second, counted from 0.
    pub start: usize,
    /// Number of seconds.
    #[schema(minimum = 1)]
    pub len: usize,
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::*;

    fn read<T: DeserializeOwned>(written: impl Serialize) -> T {
        serde_json::from_value(serde_json::to_value(written).unwrap()).unwrap()
    }

    #[test]
    fn schemas_have_the_fields_of_the_types_they_describe() {
        assert!(matches!(read(earsight_core::Modality::Audio), Modality::Audio));
        assert!(matches!(read(earsight_core::Modality::Visual), Modality::Visual));
        let pair: PerModality<u8> = read(earsight_core::PerModality { audio: 1, visual: 2 });
        assert_eq!((pair.audio, pair.visual), (1, 2));
        let span: Span = read(earsight_core::Span::new(3, 2));
        assert_eq!((span.start, span.len), (3, 2));
    }
}
