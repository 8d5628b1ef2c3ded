//! Learning a folder, and learning it again.

use crate::assert_reviewed;
use crate::collection::{CLIP_SECS, Collection, LITTLE, N_CLIPS};
use crate::program::Program;

#[test]
fn a_sample_collection_is_rendered_and_learned() {
    let collection = Collection::get();
    assert_reviewed!("sample", collection.sampled.shown());
    assert_reviewed!("learn", collection.learned.shown());
}

#[test]
fn learning_again_decodes_and_trains_nothing() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    collection.library_into(&folder.path().join("again.earsight"));
    let (clips, labels) = (collection.clips(), collection.labels());
    let args = ["learn", clips.to_str().unwrap(), "-o", "again.earsight", "--labels"];
    let args = args.into_iter().chain([labels.to_str().unwrap(), "--folds", "2", "--json"]);
    let program = Program::in_folder(folder.path());
    let learned = program.run(args.clone().chain(LITTLE)).exits(0).json();
    assert_eq!(learned["extraction"]["n_decoded"], 0, "{learned}");
    assert_eq!(learned["extraction"]["n_known"], N_CLIPS);
    assert_eq!(learned["training"]["was_there"], true);
    assert_eq!(learned["training"]["index"]["was_there"], true);
    let score = &learned["self_check"]["score"];
    assert_eq!(score["n_clips"], N_CLIPS);
    // Another seed is another training, and another self-check.
    let other = program.run(args.chain(LITTLE).chain(["--seed", "1"])).exits(0).json();
    assert_eq!(other["training"]["was_there"], false);
    assert_ne!(other["self_check"]["score"], *score);
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let checkpoint = |library: &str, threads: &str| {
        Collection::get().features_into(&folder.path().join(library));
        program.run(["train", library, "--threads", threads].into_iter().chain(LITTLE)).exits(0);
        std::fs::read(folder.path().join(library).join("models/ms-vae.safetensors")).unwrap()
    };
    assert!(checkpoint("one", "1") == checkpoint("two", "2"), "the checkpoints differ");
}

#[test]
fn the_json_of_learn_contains_every_stage() {
    let collection = Collection::get();
    let folder = tempfile::tempdir().unwrap();
    collection.features_into(&folder.path().join("clips.earsight"));
    let program = Program::in_folder(folder.path());
    let clips = collection.clips();
    // The default library of `clips` is `clips.earsight` in the working directory.
    let args = ["learn", clips.to_str().unwrap(), "--no-self-check", "--json", "--quiet"];
    let ran = program.run(args.into_iter().chain(LITTLE)).exits(0);
    assert_eq!(ran.stderr(), "", "quiet means quiet");
    let learned = ran.json();
    assert_eq!(learned["library"], "clips.earsight");
    assert_eq!(learned["extraction"]["n_secs"], N_CLIPS * CLIP_SECS);
    assert_eq!(learned["training"]["index"]["rows"]["audio"], N_CLIPS * CLIP_SECS);
    assert_eq!(learned["training"]["training"]["epochs"].as_array().unwrap().len(), 2);
    assert!(learned["self_check"]["left-out"].is_string(), "{learned}");
}
