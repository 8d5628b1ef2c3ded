//! Hints: what to do about an error.

use std::borrow::Cow;

use anyhow::Error;
use earsight_library::{ModelNameError, QueryError};

use crate::library::WhichLibrary;
use crate::typed_words::NoModality;

type Hint = Cow<'static, str>;

/// A line that says what to do about an error; `None` if that is not known.
pub fn of(error: &Error) -> Option<Hint> {
    error.chain().find_map(|cause| {
        None.or_else(|| cause.downcast_ref().and_then(library))
            .or_else(|| cause.downcast_ref().and_then(|cause: &Box<_>| library(cause)))
            .or_else(|| cause.downcast_ref().and_then(store))
            .or_else(|| cause.downcast_ref().map(which_library))
            .or_else(|| cause.downcast_ref().map(model_name))
            .or_else(|| cause.downcast_ref().map(query))
            .or_else(|| cause.downcast_ref().map(no_modality))
            .or_else(|| cause.downcast_ref().and_then(media))
            .or_else(|| cause.downcast_ref().and_then(extract))
            .or_else(|| cause.downcast_ref().and_then(paper))
            .or_else(|| cause.downcast_ref().and_then(features))
    })
}

/// A transparent error is not among the causes: the error that it wraps is taken out of it.
fn library(error: &earsight_library::Error) -> Option<Hint> {
    use earsight_library::Error as Library;
    match error {
        Library::ModelName(error) => Some(model_name(error)),
        Library::Query(error) => Some(query(error)),
        Library::Words(_) => Some("`earsight concepts` lists every name".into()),
        Library::NoConcepts { path } => {
            Some(format!("add them with `earsight upgrade {path}`").into())
        }
        Library::Store(error) => store(error),
        Library::Model(error) => paper(error),
        Library::Features(error) => features(error),
        Library::Extract(error) => extract(error),
        Library::Labels { .. } => Some(
            "a labels file starts with the line `clip,category,start,len`; times are whole seconds"
                .into(),
        ),
        _ => None,
    }
}

fn which_library(error: &WhichLibrary) -> Hint {
    match error {
        WhichLibrary::NoneHere => {
            "make one with `earsight learn DIR`, or name one with `-l LIBRARY`".into()
        }
        WhichLibrary::Several(_) => "name one with `-l LIBRARY`".into(),
    }
}

fn model_name(error: &ModelNameError) -> Hint {
    match error {
        ModelNameError::NoneFitted { path } => {
            format!("fit one with `earsight train {path}`").into()
        }
        ModelNameError::NotFitted { typed, path, .. } => {
            format!("fit it with `earsight train {path} --model {typed}`").into()
        }
        ModelNameError::Several { .. } => "name one with `--model NAME`".into(),
    }
}

fn query(error: &QueryError) -> Hint {
    match error {
        QueryError::NoSuchFile { .. } => {
            "a query is a file, or seconds of one: `file.mp4@3..5` are the seconds 3 and 4".into()
        }
        QueryError::NoSuchSeconds { n_segments, .. } => {
            format!("seconds are counted from 0 to {}", n_segments.saturating_sub(1)).into()
        }
        QueryError::MissingModality { modality, .. } => {
            format!("ask with `--from {}`", modality.other()).into()
        }
        QueryError::Skipped { .. } => {
            "`earsight extract DIR -o LIBRARY --retry-skipped` tries it again".into()
        }
    }
}

fn no_modality(NoModality { .. }: &NoModality) -> Hint {
    "`--from audio` asks with its sound, `--from visual` with its picture".into()
}

fn store(error: &earsight_store::Error) -> Option<Hint> {
    use earsight_store::Error as Store;
    let hint = match error {
        Store::NotALibrary { .. } => "make one with `earsight learn DIR -o LIBRARY`",
        Store::Locked { .. } => "wait for it to end, then run the same command again",
        Store::OtherBackbone { .. } => {
            "give the same `--audio` and `--visual` as before, or another library with `-o`"
        }
        Store::Corrupt { path, .. } if path.contains("/index/") => {
            "build it again with `earsight train LIBRARY`"
        }
        Store::Corrupt { path, .. } if path.contains("/models/") => {
            "fit the model again with `earsight train LIBRARY`, or remove that file"
        }
        Store::Corrupt { path, .. } if path.ends_with("manifest.json") => {
            "move the library away, then make it again with `earsight learn DIR -o LIBRARY`"
        }
        Store::Corrupt { .. } => {
            "run `earsight extract DIR -o LIBRARY`: it extracts broken parts again"
        }
        Store::NewerFormat { .. } => "update earsight",
        Store::Missing { path } if path.contains("index") => {
            "build it with `earsight train LIBRARY`"
        }
        _ => return None,
    };
    Some(hint.into())
}

fn media(error: &earsight_media::Error) -> Option<Hint> {
    use earsight_media::Error as Media;
    let hint = match error {
        // The message itself says how to install it.
        Media::FfmpegMissing => "`earsight doctor` checks it, and the rest",
        Media::FfmpegUnusable { .. } => {
            "`earsight doctor` says which ffmpeg is used; EARSIGHT_FFMPEG names another"
        }
        _ => return None,
    };
    Some(hint.into())
}

fn extract(error: &earsight_extract::Error) -> Option<Hint> {
    use earsight_extract::Error as Extract;
    match error {
        Extract::Store(error) => store(error),
        Extract::Media(error) => media(error),
        Extract::NothingToExtract { .. } => Some(
            "files are known by their ending, such as .mp4, .mkv, .wav or .jpg; is this the right folder?"
                .into(),
        ),
        _ => None,
    }
}

fn paper(error: &earsight::Error) -> Option<Hint> {
    use earsight::Error as Paper;
    let hint = match error {
        Paper::NotInThisBuild { feature, .. } => {
            let build = format!("cargo build --release -p earsight-cli --features {feature}");
            return Some(format!("`{build}` adds it").into());
        }
        Paper::Features(error) => return features(error),
        Paper::UnknownModel { .. } => "`earsight models` lists them",
        Paper::Config { .. } => "`earsight models --json` lists every setting with its default",
        Paper::TooFewSegments { .. } => {
            "a model learns from files that have both sound and picture: add some"
        }
        Paper::QueryLength { .. } => "ask with fewer seconds: `QUERY@0..2` are the first two",
        Paper::Diverged { .. } => "try a smaller step: `--set training.learning_rate=0.0003`",
        Paper::NeedsLabels { .. } => "`earsight bench` fits such models; a library has no labels",
        Paper::NoConcepts { .. } => {
            "`earsight upgrade LIBRARY` adds the concepts of a library that was made before there were any"
        }
        Paper::Calibration { .. } => "remove that file; `earsight learn DIR` makes it again",
        _ => return None,
    };
    Some(hint.into())
}

fn features(error: &earsight_core::Error) -> Option<Hint> {
    let earsight_core::Error::FeatureSpace { .. } = error else { return None };
    Some(
        "fit a model on these features with `earsight train LIBRARY`, or use the library it was fitted on"
            .into(),
    )
}
