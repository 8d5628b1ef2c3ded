//! Words as a query: a text to named concepts, and the seconds of a library in which they are heard or seen.

mod reading;
mod search;

use earsight_backbone::ConceptList;
use earsight_core::PerModality;
use earsight_extract::list_of_concepts;
use earsight_store::ConceptRecord;

use crate::{Error, OpenLibrary, Result};
pub use reading::{SenseKind, WordQuery, WordSense, WordStatus, WordTerm};
pub use search::{WordFound, WordPlace, WordSearch, WordsSearched};

/// Why words cannot be searched for.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// None of its words names a concept.
    #[error("no word of {text:?} is known{}", similar(.suggestions))]
    Unknown {
        /// What was typed.
        text: String,
        /// Names of concepts that are like one of the words.
        suggestions: Vec<String>,
    },
    /// As [`WordsError::Unknown`], of a query that could be the name of a file.
    #[error(
        "no file and no clip of the library is called {text:?}, and no word of it is known{}",
        similar(.suggestions)
    )]
    NeitherFileNorWords {
        /// What was typed.
        text: String,
        /// Names of concepts that are like one of the words.
        suggestions: Vec<String>,
    },
}

impl WordsError {
    /// The same error of a query that could be the name of a file.
    #[must_use]
    pub fn or_file(self) -> Self {
        let (WordsError::Unknown { text, suggestions }
        | WordsError::NeitherFileNorWords { text, suggestions }) = self;
        WordsError::NeitherFileNorWords { text, suggestions }
    }
}

/// `; similar names are "dog", "dogsled"`, nothing for none.
fn similar(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => format!("; a similar name is {name:?}"),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            format!("; similar names are {}", names.join(", "))
        }
    }
}

impl OpenLibrary {
    /// The concepts of its seconds: their list, which is that of both modalities, and their means elsewhere.
    ///
    /// # Errors
    /// [`Error::NoConcepts`], also for concepts of a list that this program does not know.
    pub fn concepts(&self) -> Result<(&'static ConceptList, &PerModality<ConceptRecord>)> {
        let records = self.library.manifest().concepts.as_ref();
        let known = records.and_then(|records| {
            let lists = records.as_ref().map(|record| list_of_concepts(&record.space));
            let list = lists.visual?;
            (lists.audio?.name == list.name).then_some((list, records))
        });
        known.ok_or_else(|| Error::NoConcepts { path: self.path.display().to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_was_typed_without_control_characters() {
        let error = |suggestions: &[&str]| WordsError::Unknown {
            text: "gong\u{1b}[31m".into(),
            suggestions: suggestions.iter().map(|name| (*name).to_owned()).collect(),
        };
        let none = r#"no word of "gong\u{1b}[31m" is known"#;
        assert_eq!(error(&[]).to_string(), none);
        assert_eq!(error(&["a"]).to_string(), format!(r#"{none}; a similar name is "a""#));
        let both = r#"no file and no clip of the library is called "gong\u{1b}[31m", and no word of it is known; similar names are "a", "b""#;
        assert_eq!(error(&["a", "b"]).or_file().to_string(), both);
    }
}
