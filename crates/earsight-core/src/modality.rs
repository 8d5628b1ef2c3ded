//! The two modalities, and pairs of values, one for each.

use std::fmt;
use std::ops::{Index, IndexMut};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// One of the two modalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Modality {
    /// Sound.
    #[serde(alias = "sound")]
    Audio,
    /// Image.
    #[serde(alias = "picture")]
    Visual,
}

impl Modality {
    /// Both modalities, audio first.
    pub const ALL: [Modality; 2] = [Modality::Audio, Modality::Visual];

    /// The other modality.
    pub fn other(self) -> Modality {
        match self {
            Modality::Audio => Modality::Visual,
            Modality::Visual => Modality::Audio,
        }
    }

    /// `audio` or `visual`, as typed on the command line and written in files.
    pub fn name(self) -> &'static str {
        match self {
            Modality::Audio => "audio",
            Modality::Visual => "visual",
        }
    }

    /// `sound` or `picture`, accepted as another name.
    pub fn alias(self) -> &'static str {
        match self {
            Modality::Audio => "sound",
            Modality::Visual => "picture",
        }
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Modality {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        Modality::ALL
            .into_iter()
            .find(|modality| [modality.name(), modality.alias()].contains(&typed))
            .ok_or_else(|| Error::UnknownModality { typed: typed.to_owned() })
    }
}

/// One value per modality.
///
/// Code that treats both modalities alike is written once over this pair;
/// code that must know which one takes a [`Modality`] and indexes.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PerModality<T> {
    /// The value of the audio modality.
    pub audio: T,
    /// The value of the visual modality.
    pub visual: T,
}

impl<T> PerModality<T> {
    /// Makes each side from its modality.
    pub fn from_fn(mut make: impl FnMut(Modality) -> T) -> Self {
        PerModality { audio: make(Modality::Audio), visual: make(Modality::Visual) }
    }

    /// Makes each side from its modality; the first error wins.
    pub fn try_from_fn<E>(mut make: impl FnMut(Modality) -> Result<T, E>) -> Result<Self, E> {
        Ok(PerModality { audio: make(Modality::Audio)?, visual: make(Modality::Visual)? })
    }

    /// Applies `change` to both sides.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> PerModality<U> {
        PerModality { audio: change(self.audio), visual: change(self.visual) }
    }

    /// Borrows both sides.
    pub fn as_ref(&self) -> PerModality<&T> {
        PerModality { audio: &self.audio, visual: &self.visual }
    }

    /// Pairs both sides with those of another.
    pub fn zip<U>(self, other: PerModality<U>) -> PerModality<(T, U)> {
        PerModality { audio: (self.audio, other.audio), visual: (self.visual, other.visual) }
    }

    /// Both sides with their modality, audio first.
    pub fn iter(&self) -> impl Iterator<Item = (Modality, &T)> {
        Modality::ALL.into_iter().map(|modality| (modality, &self[modality]))
    }
}

impl<T> PerModality<Option<T>> {
    /// Both sides, if both are there.
    pub fn both(self) -> Option<PerModality<T>> {
        Some(PerModality { audio: self.audio?, visual: self.visual? })
    }
}

impl<T> Index<Modality> for PerModality<T> {
    type Output = T;

    fn index(&self, modality: Modality) -> &T {
        match modality {
            Modality::Audio => &self.audio,
            Modality::Visual => &self.visual,
        }
    }
}

impl<T> IndexMut<Modality> for PerModality<T> {
    fn index_mut(&mut self, modality: Modality) -> &mut T {
        match modality {
            Modality::Audio => &mut self.audio,
            Modality::Visual => &mut self.visual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_modality_is_parsed_from_its_names() {
        for modality in Modality::ALL {
            assert_eq!(modality.name().parse::<Modality>().unwrap(), modality);
            assert_eq!(modality.alias().parse::<Modality>().unwrap(), modality);
            assert_eq!(modality.other().other(), modality);
        }
        assert!("smell".parse::<Modality>().is_err());
    }

    #[test]
    fn a_pair_is_created_indexed_and_mapped_by_modality() {
        let pair = PerModality::from_fn(|modality| modality.name().len());
        assert_eq!((pair[Modality::Audio], pair[Modality::Visual]), (5, 6));
        assert_eq!(pair.map(|n| n + 1), PerModality { audio: 6, visual: 7 });
        assert_eq!(PerModality { audio: Some(1), visual: None::<i32> }.both(), None);
    }
}
