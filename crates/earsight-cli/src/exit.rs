//! Exit codes.

use std::process::ExitCode;

/// How a run ended; the codes are part of the interface, like the names of options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: done, and nothing was found.
    NothingFound,
    /// 1: done, and `check` found something wrong.
    SomethingWrong,
    /// 2: failed, or the arguments are invalid.
    Failed,
    /// 3: done, and some files were skipped; the summary says which and why.
    DoneWithSkips,
    /// 130: stopped by Ctrl-C; the next run resumes.
    Stopped,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::NothingFound | Exit::SomethingWrong => 1,
            Exit::Failed => 2,
            Exit::DoneWithSkips => 3,
            Exit::Stopped => 130,
        }
    }

    /// [`Exit::DoneWithSkips`] if there were any.
    pub fn with_skips(n_skipped: usize) -> Self {
        if n_skipped == 0 { Exit::Done } else { Exit::DoneWithSkips }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
