//! Who may use whom: the map of ARCHITECTURE.md, held against every `Cargo.toml`.

use serde_json::Value;

use super::Complaint;

/// What each crate may use of ours.
const MAP: &[(&str, &[&str])] = &[
    ("earsight-core", &[]),
    ("earsight-metrics", &["earsight-core"]),
    ("earsight-kernels", &[]),
    ("earsight", &["earsight-core", "earsight-kernels", "earsight-metrics"]),
    ("earsight-media", &["earsight-core"]),
    ("earsight-backbone", &["earsight-core", "earsight-kernels"]),
    ("earsight-store", &["earsight-core"]),
    ("earsight-sample", &["earsight-core"]),
    ("earsight-search", &["earsight-core"]),
    (
        "earsight-extract",
        &["earsight-core", "earsight-media", "earsight-backbone", "earsight-store"],
    ),
    (
        "earsight-answers",
        &[
            "earsight-core",
            "earsight-metrics",
            "earsight",
            "earsight-backbone",
            "earsight-store",
            "earsight-extract",
            "earsight-search",
        ],
    ),
    (
        "earsight-serve",
        &["earsight-core", "earsight", "earsight-media", "earsight-store", "earsight-answers"],
    ),
    (
        "earsight-bench",
        &["earsight-core", "earsight-kernels", "earsight-metrics", "earsight-search", "earsight"],
    ),
    (
        "earsight-cli",
        &[
            "earsight-core",
            "earsight-metrics",
            "earsight",
            "earsight-media",
            "earsight-backbone",
            "earsight-store",
            "earsight-extract",
            "earsight-sample",
            "earsight-search",
            "earsight-bench",
            "earsight-answers",
            "earsight-serve",
        ],
    ),
    ("earsight-testing", &[]),
    ("xtask", &[]),
];

/// What only tests may use.
const TESTS_ONLY: &str = "earsight-testing";

/// What only the examples and tests of a crate may use besides: whoever builds the crate does not build it.
const EXAMPLES_ONLY: &[(&str, &str)] = &[("earsight-bench", "earsight-media")];

/// Libraries that one crate keeps to itself, so that replacing them touches nothing else.
const KEPT: &[(&str, &[&str])] = &[
    ("burn", &["earsight"]),
    ("faer", &["earsight"]),
    ("gemm", &["earsight-kernels"]),
    ("pulp", &["earsight-kernels", "earsight-search"]),
    ("rayon", &["earsight-kernels"]),
    ("rten", &["earsight-backbone"]),
    ("rten-tensor", &["earsight-backbone"]),
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

/// Libraries of others that a crate may use directly, at most.
const MOST_DEPENDENCIES: &[(&str, usize)] = &[("earsight-core", 4), ("earsight", 10)];
const MOST_DEPENDENCIES_OF_A_SHELL: usize = 15;

/// A crate of ours and what its `Cargo.toml` names.
#[derive(Debug, Clone)]
pub(super) struct Package {
    name: String,
    /// Name, and whether only tests see it.
    dependencies: Vec<(String, bool)>,
}

/// What `cargo metadata --no-deps` says.
pub(super) fn packages(metadata: &str) -> Vec<Package> {
    let metadata: Value = serde_json::from_str(metadata).unwrap_or_default();
    let of = |package: &Value| Package {
        name: text(&package["name"]),
        dependencies: list(&package["dependencies"])
            .iter()
            .map(|dependency| (text(&dependency["name"]), dependency["kind"] == "dev"))
            .collect(),
    };
    list(&metadata["packages"]).iter().map(of).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn check(packages: &[Package]) -> Vec<Complaint> {
    packages.iter().flat_map(of_package).collect()
}

fn of_package(package: &Package) -> Vec<Complaint> {
    let name = package.name.as_str();
    let complain = |rule: String| Complaint::new(format!("crates/{name}/Cargo.toml"), 0, rule);
    let Some((_, allowed)) = MAP.iter().find(|(of, _)| *of == name) else {
        return vec![complain(format!("`{name}` is not on the map of ARCHITECTURE.md"))];
    };
    let mut complaints = Vec::new();
    let is_ours = |of: &str| MAP.iter().any(|(ours, _)| *ours == of);
    for (used, tests_only) in &package.dependencies {
        let used = used.as_str();
        let is_for_tests = used == TESTS_ONLY || EXAMPLES_ONLY.contains(&(name, used));
        if is_ours(used) && !(allowed.contains(&used) || (*tests_only && is_for_tests)) {
            complaints.push(complain(format!("`{name}` may not use `{used}`")));
        }
        let keepers = KEPT.iter().find(|(kept, _)| *kept == used).map(|(_, keepers)| keepers);
        if keepers.is_some_and(|keepers| !keepers.contains(&name)) {
            let owner = keepers.map_or("", |keepers| keepers[0]);
            complaints.push(complain(format!("only `{owner}` uses `{used}`")));
        }
    }
    let n_foreign = package
        .dependencies
        .iter()
        .filter(|(used, tests_only)| !tests_only && !is_ours(used))
        .count();
    let most = MOST_DEPENDENCIES
        .iter()
        .find(|(of, _)| *of == name)
        .map_or(MOST_DEPENDENCIES_OF_A_SHELL, |(_, most)| *most);
    if n_foreign > most {
        complaints.push(complain(format!("uses {n_foreign} libraries of others, at most {most}")));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_through_the_map_is_told() {
        let check = |name: &str, used: &str, tests_only: bool| {
            let dependencies = vec![(used.to_owned(), tests_only)];
            check(&[Package { name: name.to_owned(), dependencies }]).len()
        };
        assert_eq!(check("earsight", "earsight-core", false), 0);
        assert_eq!(check("earsight", "earsight-store", false), 1);
        assert_eq!(check("earsight-media", "earsight-testing", true), 0);
        assert_eq!(check("earsight-media", "earsight-testing", false), 1);
        assert_eq!(check("earsight-store", "burn", false), 1);
        assert_eq!(check("earsight-new", "earsight-core", false), 1);
    }

    #[test]
    fn cargos_answer_is_read() {
        let answer = r#"{"packages":[{"name":"earsight","dependencies":[
            {"name":"earsight-core","kind":null},{"name":"proptest","kind":"dev"}]}]}"#;
        let found = packages(answer);
        assert_eq!(found[0].dependencies[1], ("proptest".to_owned(), true));
        assert!(check_all_known(&found));
    }

    fn check_all_known(packages: &[Package]) -> bool {
        super::check(packages).is_empty()
    }
}
