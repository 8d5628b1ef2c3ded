//! Queries: seconds of a file and their features, from the library if it has them.

use std::fs::File;
use std::path::{Path, PathBuf};

use earsight_core::{ClipFeatures, ClipId, Modality, SecondRows, Span};
use earsight_store::{ContentHash, Manifest, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, OpenLibrary, Result, Seconds, TypedMoment, extractor};

/// Seconds of a file and their features.
pub struct Query {
    /// The name of the file to show: that in the library, or as it was typed.
    pub name: String,
    /// Where the file is, or was when the library last saw it.
    pub path: PathBuf,
    /// Its clip, if it is in the library.
    pub clip: Option<ClipId>,
    /// The seconds of the query.
    pub span: Span,
    /// Features of seconds of the file, the query's among them.
    features: ClipFeatures,
    /// The first second that has features.
    first: usize,
}

/// Why a query is invalid.
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
    pub span: Span,
    /// Its modality.
    pub modality: Modality,
}

impl Query {
    /// The query that was typed, with features from the library or newly extracted.
    ///
    /// A file that is in the library, under any name, is not decoded again.
    ///
    /// # Errors
    /// [`QueryError`], and those of decoding a file that is not in the library.
    pub fn resolve(typed: &TypedMoment, library: &OpenLibrary, n_threads: usize) -> Result<Self> {
        let Some((name, seconds)) = reading(typed, library) else {
            return Err(QueryError::NoSuchFile { typed: typed.name().to_owned() }.into());
        };
        let path = Path::new(name);
        let clip = match path.is_file() {
            true => known_file(library.library.manifest(), path)?,
            false => Some(ClipId::new(name)),
        };
        // Only the query's seconds of a long file are decoded.
        let window = match seconds {
            Seconds::Within(span) if clip.is_none() => Some(span),
            _ => None,
        };
        let features = match &clip {
            Some(clip) => stored(library, clip)?,
            None => extractor(library, n_threads)?.features_of(path, window)?,
        };
        let first = window.map_or(0, |span| span.start);
        let path = match &clip {
            Some(clip) if !path.is_file() => library.source(clip),
            _ => path.to_owned(),
        };
        let name = clip.as_ref().map_or_else(|| path.display().to_string(), ClipId::to_string);
        let query = Query { name, path, clip, span: Span::new(first, 0), features, first };
        query.within_seconds(seconds, typed.as_str())
    }

    /// Whether a file, or a clip of the library, is called so.
    pub fn exists(typed: &TypedMoment, library: &OpenLibrary) -> bool {
        reading(typed, library).is_some()
    }

    /// Seconds of a clip of the library; all of them if `span` is `None`.
    ///
    /// # Errors
    /// [`QueryError`]; no file is opened.
    pub fn in_library(clip: &ClipId, span: Option<Span>, library: &OpenLibrary) -> Result<Self> {
        if !library.library.manifest().files.contains_key(clip) {
            return Err(QueryError::NoSuchFile { typed: clip.to_string() }.into());
        }
        let features = stored(library, clip)?;
        let query = Query::of_features(clip.as_str(), library.source(clip), features, span)?;
        Ok(Query { clip: Some(clip.clone()), ..query })
    }

    /// Seconds of a file whose features are known; all of them if `span` is `None`.
    ///
    /// # Errors
    /// [`QueryError::NoSuchSeconds`].
    pub fn of_features(
        name: &str,
        path: PathBuf,
        features: ClipFeatures,
        span: Option<Span>,
    ) -> Result<Self> {
        let all = Span::new(0, features.n_segments());
        let query =
            Query { name: name.to_owned(), path, clip: None, span: all, features, first: 0 };
        query.within_seconds(span.map_or(Seconds::All, Seconds::Within), name)
    }

    /// The same file with these seconds as the query; `typed` is named in the error.
    fn within_seconds(self, seconds: Seconds, typed: &str) -> Result<Self> {
        let n_segments = self.first + self.features.n_segments();
        match seconds.of(n_segments) {
            Some(span) => Ok(Query { span, ..self }),
            None => {
                let (typed, name) = (typed.to_owned(), self.name);
                Err(QueryError::NoSuchSeconds { typed, name, n_segments }.into())
            }
        }
    }

    /// Features of seconds of the file, the query's among them.
    pub(crate) fn features(&self) -> &ClipFeatures {
        &self.features
    }

    /// Everything that is known of the query's seconds.
    ///
    /// # Errors
    /// [`QueryError::MissingModality`].
    pub fn rows(&self, modality: Modality) -> std::result::Result<SecondRows<'_>, QueryError> {
        let missing = || QueryError::MissingModality { modality, name: self.name.clone() };
        let rows = self.features.rows(modality).ok_or_else(missing)?;
        Ok(rows.within(Span::new(self.span.start - self.first, self.span.len)))
    }

    /// The query as results describe it.
    pub fn info(&self, modality: Modality) -> QueryInfo {
        QueryInfo {
            file: self.name.clone(),
            in_library: self.clip.is_some(),
            span: self.span,
            modality,
        }
    }
}

/// The first reading that is a file or a clip of the library.
fn reading<'a>(typed: &'a TypedMoment, library: &OpenLibrary) -> Option<(&'a str, Seconds)> {
    let files = &library.library.manifest().files;
    let is_one = |name: &str| Path::new(name).is_file() || files.contains_key(&ClipId::new(name));
    typed.readings().find(|(name, _)| is_one(name))
}

/// The clip with the content of that file, whatever its name; among copies, the one at that path.
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

/// The features of a clip of the library.
///
/// # Errors
/// [`QueryError::Skipped`] when there are none, and those of the store.
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
