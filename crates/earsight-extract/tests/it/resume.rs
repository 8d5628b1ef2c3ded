//! A run that is ended goes on where it was.

use std::collections::BTreeSet;

use earsight_extract::{ExtractOptions, extract};

use crate::media_files::Folder;
use crate::runs::{Witness, clips, names, run};

#[test]
fn a_cancelled_run_keeps_what_is_finished_and_the_next_does_the_rest() {
    let folder = Folder::new();
    for file in 0..6 {
        folder.video(&format!("{file}.mp4"), 1.0, 300 + 50 * file);
    }
    let options = ExtractOptions::default();
    let mut witness = Witness { cancel_after: Some((2, options.clone())), ..Witness::default() };
    let first = extract(&folder.videos, &folder.library, &options, &mut witness).unwrap();
    assert!(first.is_cancelled);
    assert!((2..6).contains(&first.extracted.len()), "{:?}", first.extracted);
    assert!(first.skipped.is_empty());
    let kept: Vec<_> = clips(&folder).into_iter().map(|clip| clip.id).collect();
    let finished: BTreeSet<_> = first.extracted.iter().cloned().collect();
    assert_eq!(kept, finished.iter().cloned().collect::<Vec<_>>());

    let (second, _) = run(&folder);
    assert!(!second.is_cancelled);
    assert_eq!(second.n_unchanged, first.extracted.len());
    assert_eq!(first.extracted.len() + second.extracted.len(), 6);
    assert!(names(&second.extracted).iter().all(|name| !names(&first.extracted).contains(name)));
    assert_eq!(clips(&folder).len(), 6);
}

#[test]
fn progress_is_told_and_ends_at_the_end() {
    let folder = Folder::new();
    folder.video("long.mp4", 20.0, 440);
    let (report, witness) = run(&folder);
    assert_eq!(report.extracted_secs, 20.0);
    assert!(report.times_real_time() > 0.0);
    let told = witness.progress;
    assert!(told.is_sorted_by(|a, b| a.done_secs <= b.done_secs));
    for progress in &told {
        assert!(progress.done_secs <= progress.total_secs + 1e-9);
        assert!((progress.total_secs - 20.0).abs() < 1.0, "{progress:?}");
        assert_eq!(progress.eta_secs.is_some(), progress.done_secs > 0.0);
    }
}
