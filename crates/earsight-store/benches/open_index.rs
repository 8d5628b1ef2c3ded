//! Opening an index of a million seconds, with codes of its rows.
//!
//! `cargo bench -p earsight-store -- [seconds] [numbers of a second] [folder]`; it writes three gigabytes to the folder and removes them.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Instant;

use earsight_core::{Distance, Modality};
use earsight_store::{FolderStorage, Index, IndexWriter, Storage};
use ndarray::Array2;

/// Seconds of a clip.
const CLIP_SECS: usize = 10_000;
/// Bytes of a second's code.
const CODE_BYTES: usize = 200;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number =
        |place: usize| arguments.get(place).and_then(|argument| argument.parse::<usize>().ok());
    let (n_rows, n_columns) = (number(0).unwrap_or(1_000_000), number(1).unwrap_or(740));
    let parent = arguments.get(2).map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::tempdir_in(parent).unwrap();
    let storage: Arc<dyn Storage> = Arc::new(FolderStorage::new(folder.path()));
    let distance = Distance::euclidean("latent", n_columns);
    let mut writer = IndexWriter::begin(Arc::clone(&storage), "m", "m", "f", "d", distance)
        .unwrap()
        .with_coder(|_, rows| Some(vec![7; CODE_BYTES * rows.nrows()]));
    let begun = Instant::now();
    let rows = Array2::from_elem((CLIP_SECS, n_columns), 0.5);
    for clip in 0..n_rows.div_ceil(CLIP_SECS) {
        let id = format!("{clip:06}.mp4").as_str().into();
        writer.append(Modality::Visual, &id, 0, rows.view()).unwrap();
    }
    writer.finish().unwrap();
    let written_secs = begun.elapsed().as_secs_f64();
    let mut took: Vec<f64> = (0..50)
        .map(|_| {
            let begun = Instant::now();
            let index = Index::open(Arc::clone(&storage), "m").unwrap();
            assert!(index.n_rows(Modality::Visual) >= n_rows);
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!(
        "{n_rows} seconds of {n_columns} numbers: written in {written_secs:.1} s, opened in {:.2} ms (median of 50; slowest {:.2} ms)",
        took[25], took[49]
    );
}
