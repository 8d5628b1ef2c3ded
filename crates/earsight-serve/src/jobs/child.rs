//! A child process that trains, and its progress.

use std::ffi::OsString;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use earsight::EpochReport;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::Command;

use super::job::{Job, State};

/// How long a child may take to stop where it can be resumed.
const STOP_TIMEOUT: Duration = Duration::from_secs(120);
/// The exit status of a child that stopped on request.
const STOPPED: i32 = 130;
/// Longer lines are ignored.
const MAX_LINE_BYTES: usize = 1 << 20;

/// Runs the program to its end. Returns how it ended, and the error or the last remark.
pub(super) async fn run(
    arguments: &[OsString],
    program: &Path,
    job: &Job,
    limit: Duration,
) -> (State, Option<String>) {
    let begun = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = begun else {
        return (State::Failed, Some("the program cannot be started".to_owned()));
    };
    let mut output = Output::default();
    let mut over = None;
    {
        let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
        let reading = output.read(stderr, job);
        tokio::pin!(reading);
        tokio::select! {
            () = &mut reading => {}
            () = job.stop_requested() => over = Some(State::Stopped),
            () = tokio::time::sleep(limit) => over = Some(State::Overtime),
        }
        // Its end requests the child to stop.
        drop(stdin);
        if over.is_some() && tokio::time::timeout(STOP_TIMEOUT, &mut reading).await.is_err() {
            let _ = child.start_kill();
        }
    }
    let status = child.wait().await.ok();
    match (over, status) {
        // It may have finished before it was stopped.
        (_, Some(status)) if status.success() => (State::Done, output.remark),
        (Some(over), Some(status)) if status.code() == Some(STOPPED) => (over, None),
        (Some(State::Overtime), _) => (State::Overtime, Some("it had to be killed".to_owned())),
        (_, status) => (State::Failed, Some(output.failure(status))),
    }
}

/// What a child reports besides its progress.
#[derive(Default)]
struct Output {
    /// The last remark.
    remark: Option<String>,
    error: Option<String>,
}

impl Output {
    async fn read(&mut self, stderr: Option<impl AsyncRead + Unpin>, job: &Job) {
        let Some(stderr) = stderr else { return };
        let mut stderr = BufReader::new(stderr);
        let mut line = Vec::new();
        while let Ok(1..) = stderr.read_until(b'\n', &mut line).await {
            if line.len() <= MAX_LINE_BYTES
                && let Ok(Value::Object(report)) = serde_json::from_slice(&line)
            {
                self.take(report, job);
            }
            line.clear();
        }
    }

    fn take(&mut self, mut report: serde_json::Map<String, Value>, job: &Job) {
        let mut text = |name: &str| Some(report.get_mut(name)?.take().as_str()?.to_owned());
        if let Some(stage) = text("stage") {
            job.enter(&stage);
        } else if let Some(remark) = text("remark") {
            self.remark = Some(remark);
        } else if let Some(error) = text("error") {
            let hint = text("hint").map_or_else(String::new, |hint| format!(" ({hint})"));
            self.error = Some(error + &hint);
        } else if let Some(epoch) = report.remove("epoch") {
            if let Ok(epoch) = serde_json::from_value::<EpochReport>(epoch) {
                job.add_epoch(epoch);
            }
        } else if report.contains_key("anew") {
            job.forget_curve();
        }
    }

    fn failure(self, status: Option<ExitStatus>) -> String {
        self.error.unwrap_or_else(|| match status {
            Some(status) => format!("the run ended without a message: {status}"),
            None => "the process was lost".to_owned(),
        })
    }
}
