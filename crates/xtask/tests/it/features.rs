//! The demo and the tests build every dependency once, with the same features.

use std::collections::BTreeSet;

use crate::cargo;

#[test]
fn the_demo_and_the_tests_share_their_builds() {
    let built = |arguments: &[&str]| -> BTreeSet<String> {
        let every = ["tree", "--prefix=none", "--no-dedupe", "--format={p} [{f}]"];
        let tree = cargo(&[&every[..], arguments].concat());
        tree.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
    };
    // As in scripts/build.sh.
    let demo = built(&["-p=earsight-cli", "-p=xtask", "--edges=normal,build"]);
    let all = "--features=earsight-cli/tensor-library";
    let tests = built(&["--workspace", all, "--edges=normal,build,dev"]);
    assert!(demo.len() > 100, "only {} crates", demo.len());
    // Our own crates differ by what the feature adds.
    let is_foreign = |line: &&String| !line.starts_with("earsight-");
    let twice: Vec<&String> = demo.difference(&tests).filter(is_foreign).collect();
    assert!(twice.is_empty(), "built again for the tests, with what depends on them: {twice:#?}");
}
