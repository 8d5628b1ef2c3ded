//! The ffmpeg program: finding and running it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::Output;
use crate::{Error, Limits, Result, input};

/// A working ffmpeg program.
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

/// A program that takes longer to print its version does not work.
const VERSION_STALL: Duration = Duration::from_secs(20);

impl Ffmpeg {
    /// Looks in `$EARSIGHT_FFMPEG`, then in `PATH`, then in Python's imageio-ffmpeg; nothing is downloaded.
    ///
    /// # Errors
    /// [`Error::FfmpegMissing`] when there is none,
    /// [`Error::FfmpegUnusable`] when the one that the variable names, or every one that there is, does not work.
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

    /// The program at `path`, which is run once to read its version.
    ///
    /// # Errors
    /// [`Error::FfmpegUnusable`] when it cannot be run or does not print the version of an ffmpeg.
    pub fn at(path: &Path) -> Result<Ffmpeg> {
        let unusable = |reason: String| Error::FfmpegUnusable { reason, path: path.to_owned() };
        let limits = Limits {
            stall: VERSION_STALL,
            wall_clock: VERSION_STALL,
            output_bytes: 1 << 20,
            ..Limits::default()
        };
        let mut command = Command::new(path);
        command.arg("-version").stdin(Stdio::null());
        // The version is in the first line.
        let mut printed = [0; 4096];
        let n_read = Output::start(command, path, 0.0, &limits)
            .and_then(|mut output| output.read(&mut printed))
            .map_err(|error| match error {
                Error::Run { source, .. } => unusable(source.to_string()),
                Error::Stalled { .. } | Error::LimitReached { .. } => {
                    unusable("it does not answer".into())
                }
                other => other,
            })?;
        let version = String::from_utf8_lossy(&printed[..n_read])
            .strip_prefix("ffmpeg version ")
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or_else(|| unusable("it does not say its version".into()))?
            .to_owned();
        Ok(Ffmpeg { path: path.to_owned(), version })
    }

    /// Path of the program.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its version as it prints it, such as `5.1.9-0+deb12u1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Runs it on `file`, which has `media_secs` seconds to read.
    pub(crate) fn start(
        &self,
        file: &Path,
        run: Run<'_>,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Output> {
        let (mut command, stdin) = self.command(file, run, limits)?;
        command.stdin(stdin.map_or_else(Stdio::null, Stdio::from));
        Output::start(command, file, media_secs, limits)
    }

    /// The same with a second output, `pipe:0`; `None` where the file needs the standard input.
    pub(crate) fn start_with_two_outputs(
        &self,
        file: &Path,
        run: Run<'_>,
        media_secs: f64,
        limits: &Limits,
    ) -> Result<Option<[Output; 2]>> {
        match self.command(file, run, limits)? {
            (_, Some(_)) => Ok(None),
            (command, None) => Output::start_two(command, file, media_secs, limits).map(Some),
        }
    }

    fn command(
        &self,
        file: &Path,
        run: Run<'_>,
        limits: &Limits,
    ) -> Result<(Command, Option<File>)> {
        let (url, stdin) = input::open(file)?;
        let n = limits.threads.max(1);
        let threads = format!("-filter_threads {n} -filter_complex_threads {n} -threads {n}");
        let mut command = Command::new(&self.path);
        command
            .args(["-hide_banner", "-nostdin", "-v", run.verbosity])
            .args(threads.split_whitespace())
            .args(run.before.split_whitespace())
            .args(input::restrictions().split_whitespace())
            .arg("-i")
            .arg(url)
            .args(run.after.split_whitespace())
            .args(run.made.map(file_url));
        Ok((command, stdin))
    }
}

/// Arguments of one run of ffmpeg, besides those for its file and its limits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    /// Verbosity: `error`, or `info` for the description of the file.
    pub verbosity: &'a str,
    /// Options of the input, separated by spaces.
    pub before: &'a str,
    /// Options of the output, separated by spaces, and the output where it is a pipe.
    pub after: &'a str,
    /// The file to write.
    pub made: Option<&'a Path>,
}

/// A path as a URL: a name like `-y` or `concat:…` is neither an option nor a protocol.
pub(crate) fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

fn in_search_path(name: &str) -> impl Iterator<Item = PathBuf> {
    let folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let name = name.to_owned();
    folders.into_iter().map(move |folder| folder.join(&name)).filter(|path| path.is_file())
}

/// The programs of imageio-ffmpeg, for each Python that has it.
fn in_imageio() -> impl Iterator<Item = PathBuf> {
    ["python3", "python"].into_iter().flat_map(|python| {
        let printed =
            Command::new(python).args(["-c", WHERE_IS_IMAGEIO]).stdin(Stdio::null()).output();
        let printed = printed.map(|output| output.stdout).unwrap_or_default();
        programs_of_imageio(Path::new(String::from_utf8_lossy(&printed).trim()))
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
