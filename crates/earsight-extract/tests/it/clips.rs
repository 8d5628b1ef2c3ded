//! Real clips against features made by an independent implementation.

use std::collections::BTreeMap;
use std::fs;

use earsight_core::Modality;
use earsight_store::Library;
use earsight_testing::{Golden, cosine, shared};

use crate::media_files::Folder;
use crate::runs::run;

/// The whole collection takes a minute; one clip in so many keeps this test short.
/// `EARSIGHT_ALL_CLIPS=1` takes all.
const ONE_IN: usize = 4;

/// The reference stops here.
const MOST_SEGMENTS: usize = 10;

#[cfg(unix)]
#[test]
fn real_clips_come_within_a_median_cosine_of_0_97() {
    let (Some(given), Some(parts)) = (shared("data/clips"), shared("data/parts/clips.safetensors"))
    else {
        return;
    };
    let one_in = if std::env::var_os("EARSIGHT_ALL_CLIPS").is_some() { 1 } else { ONE_IN };
    let golden = Golden::read(parts);
    let clip_of_row = golden.tensor("clip");
    let mut files: Vec<_> = fs::read_dir(&given)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".mp4"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 59);
    let folder = Folder::new();
    for name in files.iter().step_by(one_in) {
        std::os::unix::fs::symlink(given.join(name), folder.path(name)).unwrap();
    }

    let (report, _) = run(&folder);
    assert!(report.skipped.is_empty() && report.warnings.is_empty(), "{report:?}");
    println!("{:.0} s of media in {:.1} s", report.decoded_secs, report.secs);
    let library = Library::open_folder(&folder.library).unwrap();
    let mut cosines: BTreeMap<Modality, Vec<(f64, String)>> = BTreeMap::new();
    let mut n_other_length = 0;
    for (idx, name) in files.iter().enumerate().step_by(one_in) {
        let clip = library.clip(&name.as_str().into()).unwrap().unwrap();
        let rows: Vec<usize> =
            (0..clip_of_row.len()).filter(|&row| clip_of_row[row] == idx as f32).collect();
        // The reference also drops a last second whose sound lacks a few milliseconds; nothing of ours may.
        let n_ours = clip.n_segments().min(MOST_SEGMENTS);
        assert!(
            n_ours == rows.len() || n_ours == rows.len() + 1,
            "{name}: {n_ours} and {}",
            rows.len()
        );
        n_other_length += usize::from(n_ours != rows.len());
        for modality in Modality::ALL {
            let expected = golden.tensor(modality.name());
            let found = clip.features[modality].as_ref().unwrap();
            for (segment, &row) in rows.iter().enumerate() {
                let expected = expected.index_axis(ndarray::Axis(0), row);
                let cosine = cosine(found.row(segment), expected.iter());
                cosines
                    .entry(modality)
                    .or_default()
                    .push((cosine, format!("{name} second {segment}")));
            }
        }
    }
    assert!(n_other_length <= 2, "{n_other_length} clips are a second longer than the reference");
    for (modality, mut cosines) in cosines {
        cosines.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (median, (worst, place)) = (cosines[cosines.len() / 2].0, &cosines[0]);
        println!(
            "{modality}: median {median:.4}, worst {worst:.4} ({place}), {} rows",
            cosines.len()
        );
        assert!(median >= 0.97, "{modality}: median cosine {median}");
        // Sound differs by the downmix: ours is the mean of the channels, the reference's √2 louder.
        let lowest = if modality == Modality::Audio { 0.95 } else { 0.98 };
        assert!(*worst >= lowest, "{modality}: cosine {worst} at {place}");
    }
}
