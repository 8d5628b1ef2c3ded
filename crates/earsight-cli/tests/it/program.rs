//! Runs the program in a folder and shows its outputs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The program, to be run in a folder.
pub struct Program {
    folder: PathBuf,
    variables: Vec<(String, String)>,
}

impl Program {
    pub fn in_folder(folder: &Path) -> Self {
        Program { folder: folder.to_owned(), variables: Vec::new() }
    }

    pub fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    /// Without environment variables of the user, and without a terminal.
    pub fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earsight"));
        command.args(args).current_dir(&self.folder).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("EARSIGHT_") || name == "COLUMNS" {
                command.env_remove(name);
            }
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Ran {
        Ran(self.command(args).output().expect("the program starts"))
    }

    pub fn spawn<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Child {
        let mut command = self.command(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }
}

/// What a run did.
pub struct Ran(pub Output);

impl Ran {
    pub fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Refuses any other exit code, showing everything.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code(), Some(code), "{}", self.shown());
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.shown()))
    }

    /// All of it, for a snapshot.
    pub fn shown(&self) -> String {
        let code = self.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
        format!("exit {code}\n--- stdout\n{}--- stderr\n{}", self.stdout(), self.stderr())
    }
}

/// Compares all that a run did with what was reviewed; numbers, times and versions may differ.
#[macro_export]
macro_rules! assert_reviewed {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            filters => vec![
                // Times differ from run to run …
                (r"\d+\.\d+ s\b", "[secs]"),
                (r"\d+\.\d+ × real time", "[times] × real time"),
                (r#""(secs|decoded_secs)": [\d.e-]+"#, r#""$1": "[secs]""#),
                (r"ffmpeg cannot decode it, .*", "[what ffmpeg says]"),
                (r"active units(:?) \d+ audio, \d+ visual of \d+", "active units$1 [units]"),
                (r"(?m)^loss     .*$", "loss     [terms]"),
                (r"\[(\d+), [0-9a-f]{8}\]", "[$1, [digest]]"),
                (r#""(second|start|len)": \d+"#, r#""$1": "[seconds]""#),
                (r"(?m)^    \d+$", "    [start]"),
                (r"more typical than \d+ %", "more typical than [percent]"),
                (r"posterior name \d+ clips?", "posterior name [clips]"),
                (r#"("n_draws": \d+,\s+"n_clips"): \d+"#, "$1: [clips]"),
                // … and distances and scores with the version of ffmpeg and the processor.
                (r"-?\d+\.\d+(e-?\d+)?", "[number]"),
                (r"second \d+\b", "[seconds]"),
                (r"seconds \d+\.\.\d+", "[seconds]"),
                (r"\(\d+:\d\d–\d+:\d\d\)", "([clock])"),
                (r"clip-\d{4}", "clip-[number]"),
                (r" +\(own file\)", ""),
                (r"  +\[number\]", "  [number]"),
                (r"  += ", "  = "),
                (r"95 %  +", "95 %  "),
                (r"earsight \[number\]\.\d+", "earsight [version]"),
                (r#""(fingerprint|library)": "[0-9a-f]{64}""#, r#""$1": "[digest]""#),
                (r"collections/[0-9a-f]{16}", "collections/[digest]"),
                (r"/[^\s:,)]*/\.tmp[A-Za-z0-9]+", "[folder]"),
            ],
        }, { insta::assert_snapshot!($name, $text); });
    };
}
