//! What is asked about: seconds of a file, from the library when it knows them.

use std::fs::File;
use std::path::{Path, PathBuf};

use earsight_core::{ClipFeatures, ClipId, Modality, Span};
use earsight_store::{ContentHash, Manifest, Outcome};
use ndarray::{Array2, ArrayView2, s};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, OpenLibrary, Result, Seconds, TypedMoment, features_of, schema};

/// Seconds of a file and their features.
pub struct Query {
    /// The file, for people: its name in the library, or as it was typed.
    pub name: String,
    /// Where the file is, or was when the library last saw it.
    pub path: PathBuf,
    /// Its clip, if it is in the library.
    pub clip: Option<ClipId>,
    /// The seconds that are meant.
    pub span: Span,
    /// Features of seconds of the file, those that are meant among them.
    features: ClipFeatures,
    /// The first second that has features.
    first: usize,
}

/// What can be wrong with what is asked about.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Neither a file nor a clip.
    #[error("no file and no clip of the library is called `{typed}`")]
    NoSuchFile {
        /// What was typed.
        typed: String,
    },
    /// Seconds that the file does not have.
    #[error("there are no such seconds in `{typed}`: {name} has {n_segments} s")]
    NoSuchSeconds {
        /// What was typed.
        typed: String,
        /// The file.
        name: String,
        /// How many it has.
        n_segments: usize,
    },
    /// A file without that modality.
    #[error("there is no {} in {name}", modality.alias())]
    MissingModality {
        /// The modality.
        modality: Modality,
        /// The file.
        name: String,
    },
    /// A file of the library that could not be turned into features.
    #[error("{name} was skipped when the library was made: {reason}")]
    Skipped {
        /// The file.
        name: String,
        /// Why.
        reason: String,
    },
}

/// A query, as results repeat it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QueryInfo {
    /// The file: its name in the library, or as it was typed.
    pub file: String,
    /// Whether the library contains it.
    pub in_library: bool,
    /// Its seconds.
    #[schema(value_type = schema::Span)]
    pub span: Span,
    /// Its modality.
    #[schema(value_type = schema::Modality)]
    pub modality: Modality,
}

impl Query {
    /// Finds or makes the features of what was typed.
    ///
    /// A file that is in the library, under any name, is not decoded again.
    ///
    /// # Errors
    /// [`QueryError`], and what decoding says of a file that is not in the library.
    pub fn resolve(typed: &TypedMoment, library: &OpenLibrary, n_threads: usize) -> Result<Self> {
        for (name, seconds) in typed.readings() {
            let path = Path::new(name);
            let clip = match path.is_file() {
                true => known_file(library.library.manifest(), path)?,
                false => {
                    let clip = ClipId::new(name);
                    library.library.manifest().files.contains_key(&clip).then_some(clip)
                }
            };
            // Of a long file only the seconds that are meant are decoded.
            let window = match seconds {
                Seconds::Within(span) if clip.is_none() => Some(span),
                _ => None,
            };
            let features = match &clip {
                Some(clip) => stored(library, clip)?,
                None if path.is_file() => features_of(path, window, library, n_threads)?,
                None => continue,
            };
            let first = window.map_or(0, |span| span.start);
            let path = match &clip {
                Some(clip) if !path.is_file() => library.source(clip),
                _ => path.to_owned(),
            };
            return Query::of(typed, path, clip, features, first, seconds);
        }
        Err(QueryError::NoSuchFile { typed: typed.name().to_owned() }.into())
    }

    /// Seconds of a clip that the library knows; all of them where none are named.
    ///
    /// # Errors
    /// [`QueryError`]; no file is looked at.
    pub fn in_library(clip: &ClipId, span: Option<Span>, library: &OpenLibrary) -> Result<Self> {
        if !library.library.manifest().files.contains_key(clip) {
            return Err(QueryError::NoSuchFile { typed: clip.to_string() }.into());
        }
        let features = stored(library, clip)?;
        let seconds = span.map_or(Seconds::All, Seconds::Within);
        let typed = TypedMoment::from(clip.as_str());
        Query::of(&typed, library.source(clip), Some(clip.clone()), features, 0, seconds)
    }

    /// Seconds of a file that somebody brought along, by features that were made of it before; all of them where
    /// none are named.
    ///
    /// # Errors
    /// [`QueryError::NoSuchSeconds`].
    pub fn of_upload(
        name: &str,
        path: PathBuf,
        features: ClipFeatures,
        span: Option<Span>,
    ) -> Result<Self> {
        let seconds = span.map_or(Seconds::All, Seconds::Within);
        let query = Query::of(&TypedMoment::from(name), path, None, features, 0, seconds)?;
        Ok(Query { name: name.to_owned(), ..query })
    }

    fn of(
        typed: &TypedMoment,
        path: PathBuf,
        clip: Option<ClipId>,
        features: ClipFeatures,
        first: usize,
        seconds: Seconds,
    ) -> Result<Self> {
        let name = clip.as_ref().map_or_else(|| path.display().to_string(), ClipId::to_string);
        let n_segments = first + features.n_segments();
        let span = seconds.of(n_segments).ok_or_else(|| QueryError::NoSuchSeconds {
            typed: typed.as_str().to_owned(),
            name: name.clone(),
            n_segments,
        })?;
        Ok(Query { name, path, clip, span, features, first })
    }

    /// Features of the seconds that are meant. # Shapes: `[l, D]`
    ///
    /// # Errors
    /// [`QueryError::MissingModality`].
    pub fn rows(&self, modality: Modality) -> std::result::Result<ArrayView2<'_, f32>, QueryError> {
        let rows = self.features.features[modality].as_ref();
        let rows =
            rows.ok_or_else(|| QueryError::MissingModality { modality, name: self.name.clone() })?;
        Ok(self.meant(rows))
    }

    /// What changes in the seconds that are meant, where the library keeps that. # Shapes: `[l, ·]`
    pub fn changes(&self, modality: Modality) -> Option<ArrayView2<'_, f32>> {
        Some(self.meant(self.features.changes[modality].as_ref()?))
    }

    fn meant<'a>(&self, rows: &'a Array2<f32>) -> ArrayView2<'a, f32> {
        let start = self.span.start - self.first;
        rows.slice(s![start..start + self.span.len, ..])
    }

    /// As it is printed.
    pub fn info(&self, modality: Modality) -> QueryInfo {
        QueryInfo {
            file: self.name.clone(),
            in_library: self.clip.is_some(),
            span: self.span,
            modality,
        }
    }
}

/// The clip with the content of that file, whatever it is called; of copies, the one at that very path.
///
/// # Errors
/// When the file cannot be read.
pub fn known_file(manifest: &Manifest, path: &Path) -> Result<Option<ClipId>> {
    let unreadable = |source| Error::Read { path: path.display().to_string(), source };
    let n_bytes = path.metadata().map_err(unreadable)?.len();
    let mut same_size =
        manifest.files.iter().filter(|(_, file)| file.n_bytes == n_bytes).peekable();
    if same_size.peek().is_none() {
        return Ok(None);
    }
    let whole = path.canonicalize().map_err(unreadable)?;
    let content = File::open(path).and_then(ContentHash::of).map_err(unreadable)?;
    let mut copies: Vec<_> = same_size.filter(|(_, file)| file.content == content).collect();
    copies.sort_by_key(|(_, file)| Path::new(&file.source) != whole);
    Ok(copies.first().map(|(clip, _)| (*clip).clone()))
}

/// The features of a clip that the library knows.
///
/// # Errors
/// [`QueryError::Skipped`] when there are none, and what the store says.
pub fn stored(library: &OpenLibrary, clip: &ClipId) -> Result<ClipFeatures> {
    if let Some(features) = library.library.clip(clip)? {
        return Ok(features);
    }
    let manifest = library.library.manifest();
    let outcome = manifest.files.get(clip).and_then(|file| manifest.contents.get(&file.content));
    let reason = match outcome {
        Some(Outcome::Skipped(skip)) => skip.reason.clone(),
        _ => "it has no features".to_owned(),
    };
    Err(QueryError::Skipped { name: clip.to_string(), reason }.into())
}
