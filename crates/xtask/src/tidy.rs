//! The rules of the tree, each in a file of its own.

mod layers;
mod lengths;
mod licences;
mod links;
mod machine_paths;
mod names;
mod purity;
mod strays;
mod tree;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tree::Tree;

/// What the tree breaks, and how large it is.
#[derive(Debug)]
pub struct Tidied {
    /// Everything that is not as it should be, by path.
    pub complaints: Vec<Complaint>,
    /// Text files that were looked at.
    pub n_files: usize,
    /// Median length of the Rust files.
    pub median_lines: usize,
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Where, relative to the root.
    pub path: PathBuf,
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong.
    pub rule: String,
}

impl Complaint {
    fn new(path: impl Into<PathBuf>, line: usize, rule: impl Into<String>) -> Self {
        Complaint { path: path.into(), line, rule: rule.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.rule)
    }
}

/// Why the tree could not be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder that cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What the system says.
        source: std::io::Error,
        /// The file.
        path: PathBuf,
    },
    /// Cargo did not answer.
    #[error("`cargo {arguments}` failed: {said}")]
    Cargo {
        /// What it was asked.
        arguments: String,
        /// What it said.
        said: String,
    },
}

/// Looks at the tree below `root`.
///
/// # Errors
/// When it cannot be looked at; what is wrong with it is in the result.
pub fn check(root: &Path) -> Result<Tidied, Error> {
    let tree = Tree::read(root)?;
    let packages =
        layers::packages(&cargo(root, &["metadata", "--no-deps", "--format-version=1"])?);
    let tab = "{p}\t{l}";
    let every_edge = ["tree", "--workspace", "--edges=normal,build,dev", "--prefix=none"];
    let dependencies = cargo(root, &[&every_edge[..], &["--format", tab]].concat())?;

    let mut complaints = lengths::check(&tree);
    complaints.extend(names::check(&tree));
    complaints.extend(machine_paths::check(&tree));
    complaints.extend(links::check(&tree, root));
    complaints.extend(purity::check(&tree));
    complaints.extend(strays::check(&tree));
    complaints.extend(layers::check(&packages));
    complaints.extend(licences::check(&dependencies, tree.text("deny.toml")));
    complaints.sort();
    Ok(Tidied {
        complaints,
        n_files: tree.files.len(),
        median_lines: lengths::median_of_rust(&tree),
    })
}

/// What cargo answers, without the network and without changing the lock file.
///
/// # Errors
/// [`Error::Cargo`] with what it said.
pub fn cargo(root: &Path, arguments: &[&str]) -> Result<String, Error> {
    let failed = |said: String| Error::Cargo { arguments: arguments.join(" "), said };
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(arguments)
        .args(["--offline", "--locked"])
        .current_dir(root)
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}
