//! A flipped bit in any file is an error that names the file, or is read by nobody.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use earsight_core::{Distance, Modality};
use earsight_store::{Error, FolderStorage, Index, IndexWriter, Library, Models, Result, Storage};
use ndarray::Array2;

use crate::toy::{AUDIO, BOTH, Contents, VISUAL, add_broken, clip, empty, open, read};

fn flip(path: &Path, bit: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    // A mapped file is never changed, only replaced.
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.file_name().is_some_and(|name| name != "lock") => found.push(path),
            false => {}
        }
    }
    found
}

/// Everything that a library, its index and its models give to a reader.
fn everything(storage: &FolderStorage) -> Result<(Contents, Vec<String>, Vec<Vec<u8>>)> {
    let shared: Arc<dyn Storage> = Arc::new(storage.clone());
    let index = Index::open(Arc::clone(&shared), "m")?;
    let mut rows = Vec::new();
    for modality in Modality::ALL {
        for chunk in index.chunks(modality)? {
            rows.push(format!("{:?}", chunk.codes));
        }
        for row in 0..index.n_rows(modality) {
            rows.push(format!("{:?} {:?}", index.row(modality, row), index.moment(modality, row)));
        }
    }
    index.check()?;
    let models = Models::new(shared);
    let read_model = |name: &String| models.read(name).map(|bytes| bytes.to_vec());
    Ok((read(storage)?, rows, models.names()?.iter().map(read_model).collect::<Result<_>>()?))
}

#[test]
fn a_flipped_bit_never_gives_another_answer() {
    let (folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 2, BOTH).add(&mut writer, "a.mp4").unwrap();
    clip(2, 1, AUDIO).add(&mut writer, "b.mp3").unwrap();
    clip(3, 1, VISUAL).add(&mut writer, "c.mp4").unwrap();
    add_broken(&mut writer, "d.mp4", 4);
    writer.flush().unwrap();
    drop(writer);
    let shared: Arc<dyn Storage> = Arc::new(storage.clone());
    let distance = Distance::euclidean("latent", 5);
    let mut index = IndexWriter::begin(Arc::clone(&shared), "m", "m", "f", "d", distance)
        .unwrap()
        .with_coder(|_, rows| Some(vec![7; 9 * rows.nrows()]));
    let rows = Array2::from_shape_fn((6, 5), |(row, column)| (10 * row + column) as f32);
    index.append(Modality::Audio, &"a.mp4".into(), 3, rows.view()).unwrap();
    index.finish().unwrap();
    let models = Models::new(shared);
    models.publish("m.safetensors", &[3; 200]).unwrap();
    models.publish("m.training.json", b"{\"epochs\":[1,2,3]}").unwrap();

    let whole = everything(&storage).unwrap();
    let mut n_found = 0;
    let mut n_flipped = 0;
    for path in files(folder.path()) {
        let n_bits = 8 * fs::read(&path).unwrap().len();
        // Every bit of a small file, and about a thousand of a large one.
        for bit in (0..n_bits).step_by((n_bits / 1000).max(1) | 1) {
            flip(&path, bit);
            n_flipped += 1;
            match everything(&storage) {
                Ok(found) => {
                    // A file without its mark is one of an older program, and its parser finds more than it knows.
                    let is_model = path.ends_with("models/m.safetensors")
                        || path.ends_with("models/m.training.json");
                    assert!(found == whole || is_model, "bit {bit} of {}", path.display());
                }
                Err(error) => {
                    n_found += 1;
                    assert!(matches!(error, Error::Corrupt { .. }), "{error}");
                    let name = path.file_name().unwrap().to_str().unwrap();
                    assert!(error.to_string().contains(name), "bit {bit} of {name}: {error}");
                }
            }
            flip(&path, bit);
        }
    }
    assert!(n_found > n_flipped * 9 / 10, "{n_found} of {n_flipped}");
}

#[test]
fn a_reader_of_some_rows_compares_only_their_blocks() {
    let (folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    // More than a mebibyte of each column of changes.
    clip(1, 600, BOTH).add(&mut writer, "a.mp4").unwrap();
    clip(2, 600, BOTH).add(&mut writer, "b.mp4").unwrap();
    writer.flush().unwrap();
    drop(writer);
    let [shard] = &files(&folder.path().join("features"))[..] else { panic!("one shard") };
    let n_bytes = fs::read(shard).unwrap().len();
    assert!(n_bytes > 5 << 20, "{n_bytes} bytes");
    // The motions of the last clip are the last column but the small ones of concepts.
    flip(shard, 8 * (n_bytes - 1_200_000));
    let library = Library::open(Arc::new(storage)).unwrap();
    assert_eq!(
        library.clip(&"a.mp4".into()).unwrap(),
        Some(clip(1, 600, BOTH).seconds("a.mp4", 0, 600))
    );
    let error = library.clip(&"b.mp4".into()).unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error}");
    assert!(library.verify().is_err());
}
