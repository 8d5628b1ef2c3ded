//! A flipped bit in any file of a library is an error, or changes no answer.

use std::fs;
use std::path::Path;

use crate::collection::{Collection, files_below};
use crate::program::{Program, Ran};

/// Bits of each file that are flipped, one at a time.
const N_BITS: usize = 3;

const SEARCH: [&str; 7] =
    ["search", "clip-0001.mp4", "--from", "audio", "--to", "visual", "--json"];
const LOCALIZE: [&str; 7] =
    ["localize", "clip-0001.mp4@1..3", "--in", "clip-0002.mp4", "--from", "audio", "--json"];

fn flip(path: &Path, bit: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

/// SplitMix64.
fn random(seed: u64) -> usize {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) as usize
}

#[test]
fn a_flipped_bit_never_gives_another_answer() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("a.earsight");
    Collection::get().library_into(&library);
    let program = Program::in_folder(folder.path());
    let whole = [SEARCH, LOCALIZE].map(|args| program.run(args).exits(0).stdout());
    let doctor = ["doctor", "-l", "a.earsight"];
    program.run(doctor).exits(0);
    let files = files_below(&library);
    let mut n_seen_by_doctor = 0;
    let mut n_flipped = 0;
    for (place, file) in files.iter().enumerate().filter(|(_, file)| !file.ends_with("lock")) {
        let path = library.join(file);
        let n_bits = 8 * fs::read(&path).unwrap().len();
        for try_ in 0..N_BITS {
            let bit = random((place * N_BITS + try_) as u64 + 1) % n_bits;
            flip(&path, bit);
            n_flipped += 1;
            for (args, whole) in [SEARCH, LOCALIZE].iter().zip(&whole) {
                let ran = program.run(args);
                check(&ran, whole, file, bit);
            }
            let ran = program.run(doctor);
            let names_it =
                ran.stdout().contains(Path::new(file).file_name().unwrap().to_str().unwrap());
            n_seen_by_doctor += usize::from(ran.code() == Some(2) && names_it);
            flip(&path, bit);
        }
    }
    // A checksum's own mark is no content: without it a file counts as one of an older program.
    assert!(n_seen_by_doctor + 2 >= n_flipped, "{n_seen_by_doctor} of {n_flipped}");
    program.run(doctor).exits(0);
}

#[track_caller]
fn check(ran: &Ran, whole: &str, file: &str, bit: usize) {
    match ran.code() {
        Some(0) => assert!(ran.stdout() == whole, "bit {bit} of {file}: another answer"),
        code => {
            assert_eq!(code, Some(2), "bit {bit} of {file}: {}", ran.shown());
            assert!(ran.stderr().contains(file), "bit {bit} of {file}: {}", ran.shown());
        }
    }
}
