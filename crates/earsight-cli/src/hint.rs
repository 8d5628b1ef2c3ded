//! What helps, where we know.

use anyhow::Error;

use earsight_library::{FittedNames, QueryError};

use crate::library::WhichLibrary;

/// One line that says what helps; nothing when we do not know.
pub fn of(error: &Error) -> Option<String> {
    error.chain().find_map(|cause| {
        None.or_else(|| cause.downcast_ref().and_then(answers))
            .or_else(|| cause.downcast_ref().and_then(|cause: &Box<_>| answers(cause)))
            .or_else(|| cause.downcast_ref().and_then(library))
            .or_else(|| cause.downcast_ref().map(which_library))
            .or_else(|| cause.downcast_ref().map(fitted))
            .or_else(|| cause.downcast_ref().map(query))
            .or_else(|| cause.downcast_ref().and_then(media))
            .or_else(|| cause.downcast_ref().and_then(extract))
            .or_else(|| cause.downcast_ref().and_then(paper))
            .or_else(|| cause.downcast_ref().and_then(features))
    })
}

/// What is wrapped without a word of its own is not among the causes.
fn answers(error: &earsight_library::Error) -> Option<String> {
    use earsight_library::Error as Answers;
    match error {
        Answers::Fitted(error) => Some(fitted(error)),
        Answers::Query(error) => Some(query(error)),
        Answers::Store(error) => library(error),
        Answers::Model(error) => paper(error),
        Answers::Features(error) => features(error),
        Answers::Extract(error) => extract(error),
        Answers::Extraction { source, .. } => extract(source),
        Answers::Labels { .. } => Some(
            "a labels file starts with the line `clip,category,start,len`; times are whole seconds"
                .to_owned(),
        ),
        _ => None,
    }
}

fn which_library(error: &WhichLibrary) -> String {
    match error {
        WhichLibrary::NoneHere => {
            "make one with `earsight learn DIR`, or name one with `-l LIBRARY`".to_owned()
        }
        WhichLibrary::Several(_) => "name one with `-l LIBRARY`".to_owned(),
    }
}

fn fitted(error: &FittedNames) -> String {
    match error {
        FittedNames::NoneFitted { path } => format!("fit one with `earsight train {path}`"),
        FittedNames::NotFitted { typed, path, .. } => {
            format!("fit it with `earsight train {path} --model {typed}`")
        }
        FittedNames::Several { .. } => "name one with `--model NAME`".to_owned(),
    }
}

fn query(error: &QueryError) -> String {
    match error {
        QueryError::NoSuchFile { .. } => {
            "a query is a file, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4"
                .to_owned()
        }
        QueryError::NoSuchSeconds { n_segments, .. } => {
            format!("seconds are counted from 0 to {}", n_segments.saturating_sub(1))
        }
        QueryError::MissingModality { modality, .. } => {
            format!("ask with `--from {}`", modality.other())
        }
        QueryError::Skipped { .. } => {
            "`earsight extract DIR -o LIBRARY --retry-skipped` tries it again".to_owned()
        }
    }
}

fn library(error: &earsight_store::Error) -> Option<String> {
    use earsight_store::Error as Store;
    match error {
        Store::NotALibrary { .. } => {
            Some("make one with `earsight learn DIR -o LIBRARY`".to_owned())
        }
        Store::Locked { .. } => {
            Some("wait for it to end, then run the same command again".to_owned())
        }
        Store::OtherBackbone { .. } => Some(
            "give the same `--audio` and `--visual` as before, or another library with `-o`"
                .to_owned(),
        ),
        Store::Corrupt { .. } => {
            Some("run `earsight extract DIR -o LIBRARY`: what is broken is made again".to_owned())
        }
        Store::NewerVersion { .. } => Some("update earsight".to_owned()),
        Store::Missing { path } if path.contains("index") => {
            Some("build it with `earsight train LIBRARY`".to_owned())
        }
        _ => None,
    }
}

fn media(error: &earsight_media::Error) -> Option<String> {
    use earsight_media::Error as Media;
    match error {
        // The message itself says how to install it.
        Media::FfmpegMissing => Some("`earsight doctor` checks it, and the rest".to_owned()),
        Media::FfmpegUnusable { .. } => Some(
            "`earsight doctor` says which ffmpeg is used; EARSIGHT_FFMPEG names another".to_owned(),
        ),
        _ => None,
    }
}

fn extract(error: &earsight_extract::Error) -> Option<String> {
    use earsight_extract::Error as Extract;
    match error {
        Extract::Store(error) => library(error),
        Extract::Media(error) => media(error),
        Extract::NothingToExtract { .. } => Some(
            "files are known by their ending, such as .mp4, .mkv, .wav or .jpg; is this the right folder?"
                .to_owned(),
        ),
        _ => None,
    }
}

fn paper(error: &earsight::Error) -> Option<String> {
    use earsight::Error as Paper;
    match error {
        Paper::UnknownModel { .. } => Some("`earsight models` lists them".to_owned()),
        Paper::NotInThisBuild { feature, .. } => {
            Some(format!("`cargo build --release -p earsight-cli --features {feature}` adds it"))
        }
        Paper::Config { .. } => {
            Some("`earsight models --json` lists every setting with its default".to_owned())
        }
        Paper::TooFewSegments { .. } => {
            Some("a model learns from files that have both sound and picture: add some".to_owned())
        }
        Paper::QueryLength { .. } => {
            Some("ask with fewer seconds: `QUERY@0..2` are the first two".to_owned())
        }
        Paper::Diverged { .. } => {
            Some("try a smaller step: `--set training.learning_rate=0.0003`".to_owned())
        }
        Paper::NeedsLabels { .. } => {
            Some("`earsight bench` fits such models; a library has no labels".to_owned())
        }
        Paper::Calibration { .. } => {
            Some("remove that file; `earsight learn DIR` makes it again".to_owned())
        }
        Paper::Features(error) => features(error),
        _ => None,
    }
}

fn features(error: &earsight_core::Error) -> Option<String> {
    match error {
        earsight_core::Error::FeatureSpace { .. } => Some(
            "fit a model on these features with `earsight train LIBRARY`, or use the library it was fitted on"
                .to_owned(),
        ),
        _ => None,
    }
}
