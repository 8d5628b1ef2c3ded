//! A cancelled run resumes.

use earsight_extract::{ExtractEvent, ExtractOptions, extract};

use crate::media_files::Folder;
use crate::runs::{Events, clips, run};

#[test]
fn a_cancelled_run_stores_finished_files_and_the_next_run_decodes_the_rest() {
    let folder = Folder::new();
    for file in 0..6 {
        folder.video(&format!("{file}.mp4"), 1.0, 300 + 50 * file);
    }
    let options = ExtractOptions::default();
    let mut events = Events { cancel_after: Some((2, options.clone())), ..Events::default() };
    let mut record = |event: ExtractEvent<'_>| events.record(event);
    let first = extract(&folder.videos, &folder.library, &options, &mut record).unwrap();
    assert!(first.is_cancelled);
    assert!((2..6).contains(&first.n_decoded), "{first:?}");
    assert!(first.skipped.is_empty());
    let stored = clips(&folder);
    let stored: Vec<_> = stored.iter().map(|clip| clip.id.as_str()).collect();
    assert_eq!(stored, events.decoded());

    let (second, rest) = run(&folder);
    assert!(!second.is_cancelled);
    assert_eq!(second.n_known, first.n_decoded);
    assert_eq!(first.n_decoded + second.n_decoded, 6);
    assert!(rest.decoded().iter().all(|name| !events.decoded().contains(name)));
    assert_eq!(clips(&folder).len(), 6);
}

#[test]
fn progress_increases_to_the_total() {
    let folder = Folder::new();
    folder.video("long.mp4", 20.0, 440);
    let (report, events) = run(&folder);
    assert_eq!(report.decoded_secs, 20.0);
    assert!(report.times_real_time().is_some_and(|times| times > 0.0));
    let reports = events.progress;
    assert!(reports.is_sorted_by(|a, b| a.done_secs <= b.done_secs));
    for progress in &reports {
        assert!(progress.done_secs <= progress.total_secs + 1e-9);
        assert!((progress.total_secs - 20.0).abs() < 1.0, "{progress:?}");
        assert_eq!(progress.eta_secs.is_some(), progress.done_secs > 0.0);
    }
}
