//! `earsight check`: whether the sound of a file belongs to its picture and is in sync.

use std::path::Path;

use earsight_core::{ClipFeatures, ClipId};
use earsight_extract::{Collection, Error as ExtractError, Extractor, MediaFile};
use earsight_library::{Judge, Monitor as _, SkippedFile, judge_together, known_file, stored};

use crate::answer::{Checked, share_cannot_tell};
use crate::args::CheckArgs;
use crate::exit::Exit;
use crate::library::OpenLibrary;
use crate::terminal::Terminal;

pub fn run(args: &CheckArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let library = crate::library::resolve(args.library.as_deref())?;
    let (files, mut skipped) = look(&args.files, &library.path)?;
    let judge = Judge::learn(&library.library.feature_set()?, args.max_lag)?;
    let (n_clips_belonging, n_clips_in_sync) = judge.n_clips();
    let mut opened = None;
    let (mut checked, mut profiles) = (Vec::with_capacity(files.len()), Vec::new());
    let progress = terminal.stage("checking", files.len() as u64);
    for (n_done, file) in files.iter().enumerate() {
        let shown = file.path.display().to_string();
        progress.at(n_done as u64, &shown);
        let judged =
            features_of(file, &library, &mut opened, n_threads).and_then(|(known, features)| {
                Ok(judge.judge(shown.clone(), known.as_ref(), &features)?)
            });
        match judged {
            Ok((judged, profile)) => {
                checked.push(judged);
                profiles.extend(profile);
            }
            Err(error) => skipped.push(SkippedFile { file: shown, reason: format!("{error:#}") }),
        }
    }
    drop(progress);
    let answer = Checked {
        library: library.path.clone(),
        n_clips_belonging,
        n_clips_in_sync,
        share_cannot_tell: share_cannot_tell(&checked),
        files: checked,
        together: judge_together(&profiles),
        skipped,
    };
    terminal.answer(&answer)?;
    Ok(match answer.is_something_wrong() {
        true => Exit::SomethingWrong,
        false => Exit::with_skips(answer.skipped.len()),
    })
}

/// The named media files, and those of the named folders.
fn look(
    paths: &[std::path::PathBuf],
    library: &Path,
) -> anyhow::Result<(Vec<MediaFile>, Vec<SkippedFile>)> {
    let (mut files, mut skipped) = (vec![], vec![]);
    for path in paths {
        let found = Collection::scan(path, library)?;
        if found.files.is_empty() && found.unreadable.is_empty() {
            return Err(ExtractError::NothingToExtract { path: path.clone() }.into());
        }
        files.extend(found.files);
        skipped.extend(found.unreadable.into_iter().map(|unreadable| SkippedFile {
            file: path.join(unreadable.file).display().to_string(),
            reason: unreadable.reason,
        }));
    }
    Ok((files, skipped))
}

/// Features of a file, from the library if it has them; backbones are loaded for the first that it does not have.
fn features_of(
    file: &MediaFile,
    library: &OpenLibrary,
    opened: &mut Option<Extractor>,
    n_threads: usize,
) -> anyhow::Result<(Option<ClipId>, ClipFeatures)> {
    if let Some(clip) = known_file(library.library.manifest(), &file.path)? {
        let features = stored(library, &clip)?;
        return Ok((Some(clip), features));
    }
    let extractor = match opened {
        Some(extractor) => extractor,
        None => opened.insert(earsight_library::extractor(library, n_threads)?),
    };
    Ok((None, extractor.features_of(&file.path, None)?))
}
