//! The tree keeps its own rules.

#[test]
fn the_tree_is_tidy() {
    let tidied = xtask::tidy::check(&xtask::root()).unwrap();
    assert!(tidied.n_files > 100, "only {} files were looked at", tidied.n_files);
    let complaints: Vec<String> = tidied.complaints.iter().map(ToString::to_string).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn ci_runs_what_a_person_runs() {
    let read = |path: &str| std::fs::read_to_string(xtask::root().join(path)).unwrap();
    assert!(read(".ci/run").lines().any(|line| line == "make test"));
    assert!(read("Makefile").contains("\ntest:"));
}
