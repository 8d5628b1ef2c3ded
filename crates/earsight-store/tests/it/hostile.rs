//! Corrupt files are rejected with their path, and extracted again by the next run.

use std::fs;
use std::path::{Path, PathBuf};

use earsight_store::{Error, FORMAT, FolderStorage, Library};
use proptest::prelude::*;

use crate::toy::{AUDIO, BOTH, clip, empty, file, hash, open, unsealed};

fn library() -> (tempfile::TempDir, FolderStorage, PathBuf) {
    let (folder, storage) = empty();
    let mut writer = open(&storage).unwrap();
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    clip(2, 2, AUDIO).add(&mut writer, "b.mp3").unwrap();
    writer.flush().unwrap();
    let shard = writer.manifest().shards.iter().find(|(_, shard)| shard.has == BOTH).unwrap().0;
    let shard = folder.path().join(shard.as_str());
    (folder, storage, shard)
}

fn read(folder: &Path) -> Result<(), Error> {
    Library::open_folder(folder)?.feature_set().map(drop)
}

fn message(folder: &Path) -> String {
    read(folder).expect_err("it is broken").to_string()
}

#[test]
fn a_broken_shard_is_named_and_its_clips_are_removed_by_the_next_writer() {
    let check = |what: &str, spoil: &dyn Fn(&mut Vec<u8>), is_found_on_opening: bool| {
        let (folder, storage, shard) = library();
        let mut bytes = fs::read(&shard).unwrap();
        spoil(&mut bytes);
        fs::remove_file(&shard).unwrap();
        fs::write(&shard, bytes).unwrap();
        let message = message(folder.path());
        assert!(message.ends_with(&shard.display().to_string()), "{what}: {message}");
        let writer = open(&storage).unwrap();
        assert_eq!(writer.n_lost(), usize::from(is_found_on_opening), "{what}");
        assert!(
            writer.manifest().contents.contains_key(&hash(2)),
            "{what}: the other shard is whole"
        );
    };
    check("empty", &|bytes| bytes.clear(), true);
    check("truncated", &|bytes| bytes.truncate(bytes.len() / 2), true);
    check("one byte short", &|bytes| bytes.truncate(bytes.len() - 1), true);
    check("foreign", &|bytes| bytes.fill(b'x'), true);
    check("longer", &|bytes| bytes.push(0), true);
    check("one value changed", &|bytes| flip_a_value(bytes), false);
}

/// Changes a value, which only the checksum detects.
fn flip_a_value(bytes: &mut [u8]) {
    let value = 1000.0_f32.to_le_bytes();
    let place = bytes.windows(4).position(|window| window == value).unwrap();
    bytes[place + 2] ^= 1;
}

#[test]
fn a_missing_shard_is_named() {
    let (folder, storage, shard) = library();
    fs::remove_file(&shard).unwrap();
    let message = message(folder.path());
    assert_eq!(message, format!("nothing is at {}", shard.display()));
    let mut writer = open(&storage).unwrap();
    assert_eq!(writer.n_lost(), 1);
    clip(1, 3, BOTH).add(&mut writer, "a.mp4").unwrap();
    writer.flush().unwrap();
    read(folder.path()).unwrap();
}

fn rewrite_manifest(folder: &Path, from: &str, to: &str) {
    let path = folder.join("manifest.json");
    let text = unsealed(&fs::read_to_string(&path).unwrap());
    assert!(text.contains(from), "{from} is not in {text}");
    fs::remove_file(&path).unwrap();
    fs::write(&path, text.replace(from, to)).unwrap();
}

#[test]
fn a_manifest_of_a_later_program_is_rejected() {
    let (folder, storage, _) = library();
    let number = format!("\"format\":{FORMAT}");
    rewrite_manifest(folder.path(), &number, "\"format\":77,\"what\":\"is this\"");
    rewrite_manifest(folder.path(), "\"needs\":\"0.2.0\"", "\"needs\":\"7.5.0\"");
    assert!(matches!(open(&storage).err(), Some(Error::NewerFormat { found: 77, .. })));
    let text = message(folder.path());
    assert!(text.contains("format 77, which needs earsight 7.5.0 or newer"), "{text}");
    // Programs of later formats may say it in another way, or not at all.
    rewrite_manifest(folder.path(), "\"needs\":\"7.5.0\"", "\"needs\":\"\\u001b[2J\"");
    let text = message(folder.path());
    assert!(text.contains("which needs a newer earsight"), "{text}");
}

#[test]
fn an_inconsistent_manifest_is_rejected() {
    let check = |from: &str, to: &str| {
        let (folder, _, _) = library();
        rewrite_manifest(folder.path(), from, to);
        let error = read(folder.path()).expect_err(from);
        assert!(matches!(error, Error::Corrupt { .. } | Error::Missing { .. }), "{error}");
    };
    check("\"n_segments\":3", "\"n_segments\":4000000000000");
    check("\"len\":3", "\"len\":18446744073709551615");
    check("\"n_rows\":3", "\"n_rows\":30000000");
    check("\"n_rows\":3", "\"n_rows\":-3");
    check("\"dim\":3", "\"dim\":4");
    check("\"dim\":3", "\"dim\":99999999999");
    check("\"features/", "\"../features/");
    check("\"features/", "\"index/");
    check("{\"format\"", "{{\"format\"");
    check("\"dim\":216", "\"dim\":215");
    check("\"dim\":960", "\"dim\":99999999999");
    check("\"dim\":960", "\"dim\":0");
    check("\"changes\":{", "\"changes\":null,\"was\":{");
    check("\"format\":", "\"formats\":");
    check("\"format\":", "\"format\":\"one\",\"was\":");
    check("\"format\":", "\"version\":2,\"format\":");
    check("\"dim\":5", "\"dim\":6");
    check("\"dim\":5", "\"dim\":0");
    check("\"concepts\":{", "\"concepts\":null,\"was\":{");
    check("\"means\":[0.5,", "\"means\":[0.5,0.5,");
    check("\"means\":[0.5,", "\"means\":[null,");
    let everything = |hash: earsight_store::ContentHash| format!("\"{hash}\"");
    check(
        &format!("\"content\":{}", everything(hash(1))),
        &format!("\"content\":{}", everything(hash(5))),
    );
    check(&format!("\"content\":{}", everything(hash(1))), "\"content\":\"00\"");
}

#[test]
fn rows_cannot_be_counted_twice() {
    let (folder, storage, _) = library();
    let range = {
        let writer = open(&storage).unwrap();
        let text = serde_json::to_string(&writer.manifest().contents[&hash(1)]).unwrap();
        text[text.find("[{").unwrap() + 1..text.rfind("]}").unwrap()].to_owned()
    };
    rewrite_manifest(folder.path(), &range, &vec![range.as_str(); 1000].join(","));
    rewrite_manifest(folder.path(), "\"n_segments\":3", "\"n_segments\":3000");
    let message = message(folder.path());
    assert!(message.contains("share rows"), "{message}");
}

#[test]
fn files_that_a_killed_run_left_are_ignored_and_removed() {
    let (folder, storage, shard) = library();
    let orphan = shard.with_file_name("99-0.arrow");
    fs::write(&orphan, b"half").unwrap();
    // No process has this number: it is above the largest that Linux gives.
    let partial = shard.with_file_name(".partial-99999999-abc");
    let own = shard.with_file_name(format!(".partial-{}-abc", std::process::id()));
    for path in [&partial, &own] {
        fs::write(path, b"half").unwrap();
    }
    // A lock file without a lock is stale, whatever process it names.
    fs::write(folder.path().join("lock"), "1\n").unwrap();
    read(folder.path()).unwrap();
    let mut writer = open(&storage).unwrap();
    assert!(!orphan.exists() && !partial.exists() && own.exists() && shard.exists());
    writer.set_file("c.mp4".into(), file(1, "c.mp4"));
    writer.flush().unwrap();
    read(folder.path()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_manifest_causes_a_panic(wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let (folder, _, _) = library();
        let path = folder.path().join("manifest.json");
        let mut bytes = unsealed(&fs::read_to_string(&path).unwrap()).into_bytes();
        for (place, value) in wrong {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        let _ = read(folder.path());
    }
}
