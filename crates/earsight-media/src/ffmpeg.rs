//! The ffmpeg program: finding it, and asking who it is.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::{Child, Heard, TwoOutputs};
use crate::input::Input;
use crate::{Error, Limits, Result};

/// An ffmpeg program that was found and answers.
///
/// All decoding is done by it, in a process of its own: a crash there is an error here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    path: PathBuf,
    version: String,
}

/// Names a program to use instead of the one that would be found.
const VARIABLE: &str = "EARSIGHT_FFMPEG";

/// Prints the folder of Python's imageio-ffmpeg, without running any of it.
const WHERE_IS_IMAGEIO: &str = "import importlib.util as u; s = u.find_spec('imageio_ffmpeg'); \
                                print(s.submodule_search_locations[0] if s else '')";

/// An answer to `-version` that takes longer is none.
const VERSION_STALL: Duration = Duration::from_secs(20);

impl Ffmpeg {
    /// Looks in `$EARSIGHT_FFMPEG`, then in `PATH`, then in Python's imageio-ffmpeg; nothing is downloaded.
    ///
    /// # Errors
    /// [`Error::FfmpegMissing`] when there is none,
    /// [`Error::FfmpegUnusable`] when the one that the variable names, or every one that there is, does not answer.
    pub fn find() -> Result<Ffmpeg> {
        if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
            return Ffmpeg::at(Path::new(&named));
        }
        let mut trouble = Error::FfmpegMissing;
        for path in in_search_path("ffmpeg").chain(in_imageio()) {
            match Ffmpeg::at(&path) {
                Ok(found) => return Ok(found),
                Err(error) => trouble = error,
            }
        }
        Err(trouble)
    }

    /// The program at `path`, asked for its version.
    ///
    /// # Errors
    /// [`Error::FfmpegUnusable`] when it cannot be run or answers like something else.
    pub fn at(path: &Path) -> Result<Ffmpeg> {
        let unusable = |reason: String| Error::FfmpegUnusable { reason, path: path.to_owned() };
        let limits = Limits {
            stall: VERSION_STALL,
            wall_clock: VERSION_STALL,
            output_bytes: 1 << 20,
            ..Limits::default()
        };
        let answer = (|| {
            let arguments = [OsString::from("-version")];
            let mut child = Child::start(path, arguments, Stdio::null(), path, 0.0, &limits)?;
            let mut answer = vec![0; 4096];
            let n_read = child.read(&mut answer)?;
            answer.truncate(n_read);
            // More than the first lines is of no interest, and dropping the child ends it.
            Ok(String::from_utf8_lossy(&answer).into_owned())
        })();
        let answer = answer.map_err(|error| match error {
            Error::Run { source, .. } => unusable(source.to_string()),
            Error::Stalled { .. } | Error::LimitReached { .. } => {
                unusable("it does not answer".into())
            }
            other => other,
        })?;
        let version = answer
            .strip_prefix("ffmpeg version ")
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or_else(|| unusable("it does not say its version".into()))?;
        Ok(Ffmpeg { path: path.to_owned(), version: version.to_owned() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its version, as it says: `5.1.9-0+deb12u1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Runs it on `file`: `before` and the fence go before `-i`, `after` behind.
    pub(crate) fn start(
        &self,
        file: &Path,
        run: Run<'_>,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Child> {
        let input = Input::open(file)?;
        let stdin = input.stdin.map_or_else(Stdio::null, Stdio::from);
        let arguments = arguments(input.fence, input.url, run, limits);
        Child::start(&self.path, arguments, stdin, file, media_secs, limits)
    }

    /// Runs it on `file` with a second output, `pipe:0`; nothing when standard input is taken by the file.
    pub(crate) fn start_with_two_outputs(
        &self,
        file: &Path,
        run: Run<'_>,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Option<TwoOutputs>> {
        let input = Input::open(file)?;
        if input.stdin.is_some() {
            return Ok(None);
        }
        let arguments = arguments(input.fence, input.url, run, limits);
        TwoOutputs::start(&self.path, arguments, file, media_secs, limits).map(Some)
    }
}

fn arguments(
    fence: Vec<OsString>,
    url: OsString,
    run: Run<'_>,
    limits: &Limits,
) -> impl Iterator<Item = OsString> {
    let threads = limits.threads.max(1).to_string();
    let before = ["-hide_banner", "-nostdin", "-v", run.verbosity].into_iter().chain([
        "-filter_threads",
        &threads,
        "-filter_complex_threads",
        &threads,
        "-threads",
        &threads,
    ]);
    let before: Vec<OsString> =
        before.chain(run.before.iter().map(String::as_str)).map(OsString::from).collect();
    let mut after: Vec<OsString> = run.after.iter().map(OsString::from).collect();
    after.extend(run.made.map(|made| {
        // Whatever it is called, it is a file.
        let mut url = OsString::from("file:");
        url.push(made);
        url
    }));
    before.into_iter().chain(fence).chain([OsString::from("-i"), url]).chain(after)
}

/// What one run of ffmpeg is told beside its file.
pub(crate) struct Run<'a> {
    /// How much it says: `error`, or `info` for the description of the file.
    pub verbosity: &'a str,
    /// Options of the input.
    pub before: &'a [String],
    /// Options of the output, and the output where it is standard output.
    pub after: &'a [String],
    /// The file that is made.
    pub made: Option<&'a Path>,
}

/// The error for a run that gave nothing.
pub(crate) fn undecodable(heard: &Heard, path: &Path) -> Option<Error> {
    heard.complaint().map(|reason| Error::Undecodable { reason, path: path.to_owned() })
}

fn in_search_path(name: &str) -> impl Iterator<Item = PathBuf> {
    let folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let name = name.to_owned();
    folders.into_iter().map(move |folder| folder.join(&name)).filter(|path| path.is_file())
}

/// The programs that imageio-ffmpeg brought along, for each Python that has it.
fn in_imageio() -> impl Iterator<Item = PathBuf> {
    ["python3", "python"].into_iter().flat_map(|python| {
        let said =
            Command::new(python).args(["-c", WHERE_IS_IMAGEIO]).stdin(Stdio::null()).output();
        let said = said.map(|output| output.stdout).unwrap_or_default();
        programs_of_imageio(Path::new(String::from_utf8_lossy(&said).trim()))
    })
}

/// `binaries/ffmpeg-linux-x86_64-v9.0.2` and the like, sorted by name.
fn programs_of_imageio(package: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(package.join("binaries")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = listed
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("ffmpeg-"))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_searched_for_its_program() {
        let package = tempfile::tempdir().unwrap();
        assert!(programs_of_imageio(package.path()).is_empty());
        let binaries = package.path().join("binaries");
        fs::create_dir(&binaries).unwrap();
        for name in ["README.md", "ffmpeg-linux-x86_64-v9.0.2"] {
            fs::write(binaries.join(name), "").unwrap();
        }
        assert_eq!(
            programs_of_imageio(package.path()),
            [binaries.join("ffmpeg-linux-x86_64-v9.0.2")]
        );
    }
}
