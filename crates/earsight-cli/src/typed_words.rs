//! Queries that are typed as words instead of a file.

use std::path::{Path, is_separator};

use earsight_library::{OpenLibrary, Query, TypedMoment};
use earsight_media::is_media_path;

/// The query is a file, and its modality was not named.
#[derive(Debug, thiserror::Error)]
#[error("`{typed}` is a file or a clip: the modality of the query is missing")]
pub struct NoModality {
    /// What was typed.
    pub typed: String,
}

/// Whether a query is read as words: it is no file and no clip, and does not look like the name of one.
pub fn are_words(typed: &TypedMoment, library: Option<&OpenLibrary>) -> bool {
    let exists = match library {
        Some(library) => Query::exists(typed, library),
        None => is_file(typed),
    };
    !exists && !looks_like_a_file(typed)
}

/// Whether a file is called so.
pub fn is_file(typed: &TypedMoment) -> bool {
    typed.readings().any(|(name, _)| Path::new(name).is_file())
}

/// Whether a text has the ending of a media file or names a folder: a mistyped name is no word.
pub fn looks_like_a_file(typed: &TypedMoment) -> bool {
    let whole = typed.as_str();
    // Also where no valid seconds are behind the `@`.
    let name = whole.rsplit_once('@').map_or(whole, |(name, _)| name);
    let has_ending = |name: &str| is_media_path(Path::new(name));
    has_ending(whole) || has_ending(name) || whole.contains(is_separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_media_files_and_paths_are_no_words() {
        for file in ["dog.mp4", "dog.MP4@3..5", "dog.mp4@5..5", "sounds/dog", "./dog", "a dog.wav"]
        {
            assert!(looks_like_a_file(&file.into()), "{file}");
        }
        for words in ["dog", "St. Bernard", "dog barking", "", "dog@3", "race-car", "🐕"] {
            assert!(!looks_like_a_file(&words.into()), "{words}");
        }
    }
}
