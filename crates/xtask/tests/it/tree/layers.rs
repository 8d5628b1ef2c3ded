//! Which crate may depend on which: the map of ARCHITECTURE.md, compared with every `Cargo.toml`.

use serde_json::Value;

use crate::{assert_none, cargo};

/// What each of our crates may depend on.
const MAP: &[(&str, &[&str])] = &[
    ("earsight-core", &[]),
    ("earsight-metrics", &["earsight-core"]),
    ("earsight-kernels", &[]),
    ("earsight", &["earsight-core", "earsight-kernels", "earsight-metrics"]),
    ("earsight-baselines", &["earsight-core", "earsight-kernels", "earsight"]),
    ("earsight-media", &["earsight-core"]),
    (
        "earsight-backbone",
        &[
            "earsight-core",
            "earsight-kernels",
            "earsight-weights-cnn9",
            "earsight-weights-efficientnet-lite0",
            "earsight-weights-soundnet8",
        ],
    ),
    ("earsight-weights-cnn9", &[]),
    ("earsight-weights-efficientnet-lite0", &[]),
    ("earsight-weights-soundnet8", &[]),
    ("earsight-store", &["earsight-core"]),
    ("earsight-sample", &["earsight-core"]),
    ("earsight-search", &["earsight-core"]),
    (
        "earsight-extract",
        &["earsight-core", "earsight-media", "earsight-backbone", "earsight-store"],
    ),
    (
        "earsight-library",
        &[
            "earsight-core",
            "earsight-metrics",
            "earsight",
            "earsight-baselines",
            "earsight-backbone",
            "earsight-store",
            "earsight-extract",
            "earsight-search",
        ],
    ),
    (
        "earsight-serve",
        &[
            "earsight-core",
            "earsight",
            "earsight-baselines",
            "earsight-media",
            "earsight-store",
            "earsight-library",
        ],
    ),
    (
        "earsight-bench",
        &[
            "earsight-core",
            "earsight-kernels",
            "earsight-metrics",
            "earsight-search",
            "earsight",
            "earsight-baselines",
        ],
    ),
    (
        "earsight-cli",
        &[
            "earsight-core",
            "earsight-metrics",
            "earsight",
            "earsight-baselines",
            "earsight-media",
            "earsight-backbone",
            "earsight-store",
            "earsight-extract",
            "earsight-sample",
            "earsight-search",
            "earsight-bench",
            "earsight-library",
            "earsight-serve",
        ],
    ),
    ("earsight-testing", &[]),
    ("xtask", &[]),
];

/// What only tests may depend on.
const TESTS_ONLY: &str = "earsight-testing";

/// What only the examples and tests of a crate may depend on besides, so that building the crate does not build it.
const EXAMPLES_ONLY: &[(&str, &str)] = &[("earsight-bench", "earsight-media")];

/// Libraries that only these crates may depend on, so that replacing one touches nothing else.
const KEPT: &[(&str, &[&str])] = &[
    ("burn", &["earsight-baselines"]),
    ("faer", &["earsight"]),
    ("gemm", &["earsight-kernels", "xtask"]), // xtask only chooses its features
    ("pulp", &["earsight-kernels", "earsight-search"]),
    ("rayon", &["earsight-kernels"]),
    ("arrow-array", &["earsight-store"]),
    ("arrow-ipc", &["earsight-store"]),
    ("rubato", &["earsight-media"]),
    ("hdf5-pure", &["earsight-bench"]),
    ("tiny-skia", &["earsight-sample"]),
    ("axum", &["earsight-serve"]),
    ("hyper", &["earsight-serve"]),
    ("clap", &["earsight-cli"]),
    ("anyhow", &["earsight-cli"]),
];

/// Most foreign libraries that a crate may depend on directly.
const MOST_DEPENDENCIES: &[(&str, usize)] = &[("earsight-core", 4), ("earsight", 10)];
const MOST_DEPENDENCIES_OF_A_SHELL: usize = 15;

/// A crate of ours, and each dependency that its `Cargo.toml` names with whether only tests see it.
struct Package {
    name: String,
    dependencies: Vec<(String, bool)>,
}

/// Reads what `cargo metadata --no-deps` prints.
fn packages(metadata: &str) -> Vec<Package> {
    let metadata: Value = serde_json::from_str(metadata).expect("cargo prints JSON");
    let text = |value: &Value| value.as_str().expect("a name").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let dependency = |of: &Value| (text(&of["name"]), of["kind"] == "dev");
    list(&metadata["packages"])
        .iter()
        .map(|of| Package {
            name: text(&of["name"]),
            dependencies: list(&of["dependencies"]).iter().map(dependency).collect(),
        })
        .collect()
}

fn complaints(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some((_, allowed)) = MAP.iter().find(|(of, _)| *of == name) else {
        return vec![format!("`{name}` is not on the map of ARCHITECTURE.md")];
    };
    let mut complaints = Vec::new();
    let is_ours = |of: &str| MAP.iter().any(|(ours, _)| *ours == of);
    for (used, tests_only) in &package.dependencies {
        let used = used.as_str();
        let is_for_tests = used == TESTS_ONLY || EXAMPLES_ONLY.contains(&(name, used));
        if is_ours(used) && !(allowed.contains(&used) || (*tests_only && is_for_tests)) {
            complaints.push(format!("`{name}` may not depend on `{used}`"));
        }
        let owners = KEPT.iter().find(|(kept, _)| *kept == used).map(|(_, owners)| *owners);
        if let Some(owners) = owners.filter(|owners| !owners.contains(&name)) {
            complaints.push(format!("`{name}`: only {owners:?} may depend on `{used}`"));
        }
    }
    let is_foreign = |(used, tests_only): &&(String, bool)| !tests_only && !is_ours(used);
    let n_foreign = package.dependencies.iter().filter(is_foreign).count();
    let most = MOST_DEPENDENCIES.iter().find(|(of, _)| *of == name);
    let most = most.map_or(MOST_DEPENDENCIES_OF_A_SHELL, |(_, most)| *most);
    if n_foreign > most {
        complaints.push(format!("`{name}` uses {n_foreign} foreign libraries, at most {most}"));
    }
    complaints
}

#[test]
fn every_crate_keeps_to_the_map() {
    let packages = packages(&cargo(&["metadata", "--no-deps", "--format-version=1"]));
    assert_none(&packages.iter().flat_map(complaints).collect::<Vec<_>>());
    assert_eq!(packages.len(), MAP.len(), "the map names a crate that is gone");
}

#[test]
fn a_forbidden_dependency_is_found() {
    let check = |name: &str, used: &str, tests_only: bool| {
        let dependencies = vec![(used.to_owned(), tests_only)];
        complaints(&Package { name: name.to_owned(), dependencies }).len()
    };
    assert_eq!(check("earsight", "earsight-core", false), 0);
    assert_eq!(check("earsight", "earsight-store", false), 1);
    assert_eq!(check("earsight-media", "earsight-testing", true), 0);
    assert_eq!(check("earsight-media", "earsight-testing", false), 1);
    assert_eq!(check("earsight-store", "axum", false), 1);
    assert_eq!(check("earsight-new", "earsight-core", false), 1);
}
