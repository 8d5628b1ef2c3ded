//! The program, begun once more and listened to.

use std::ffi::OsString;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::Command;

use super::job::{Job, State};

/// How long a run may take to end where it can be gone on from.
const ENDING: Duration = Duration::from_secs(120);
/// The exit status of a run that was asked to end and did.
const STOPPED: i32 = 130;
/// A longer line is none of ours.
const MOST_LINE_BYTES: usize = 1 << 20;

/// Runs it to its end; says how it ended, and what there is to say about that.
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
        return (State::Failed, Some("the program cannot be begun once more".to_owned()));
    };
    let mut heard = Heard::default();
    let mut over = None;
    {
        let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
        let listening = heard.listen(stderr, job);
        tokio::pin!(listening);
        tokio::select! {
            () = &mut listening => {}
            () = job.stop_wanted() => over = Some(State::Stopped),
            () = tokio::time::sleep(limit) => over = Some(State::Overtime),
        }
        // Its end asks the run to end.
        drop(stdin);
        if over.is_some() && tokio::time::timeout(ENDING, &mut listening).await.is_err() {
            let _ = child.start_kill();
        }
    }
    let status = child.wait().await.ok();
    match (over, status) {
        // It may have been done before it heard of it.
        (_, Some(status)) if is_done(status) => (State::Done, heard.said),
        (Some(over), Some(status)) if status.code() == Some(STOPPED) => (over, None),
        (Some(State::Overtime), _) => (State::Overtime, Some("it had to be ended".to_owned())),
        (_, status) => (State::Failed, Some(heard.failure(status))),
    }
}

/// Done, perhaps with files that were left out.
fn is_done(status: ExitStatus) -> bool {
    matches!(status.code(), Some(0))
}

/// What a run said, beside how far it was.
#[derive(Default)]
struct Heard {
    /// The last remark.
    said: Option<String>,
    error: Option<String>,
}

impl Heard {
    async fn listen(&mut self, stderr: Option<impl AsyncRead + Unpin>, job: &Job) {
        let Some(stderr) = stderr else { return };
        let mut stderr = BufReader::new(stderr);
        let mut line = Vec::new();
        while let Ok(1..) = stderr.read_until(b'\n', &mut line).await {
            if line.len() <= MOST_LINE_BYTES
                && let Ok(Value::Object(told)) = serde_json::from_slice(&line)
            {
                self.take(told, job);
            }
            line.clear();
        }
    }

    fn take(&mut self, mut told: serde_json::Map<String, Value>, job: &Job) {
        let mut text = |name: &str| Some(told.get_mut(name)?.take().as_str()?.to_owned());
        if let Some(stage) = text("stage") {
            job.enter(&stage);
        } else if let Some(remark) = text("remark") {
            self.said = Some(remark);
        } else if let Some(error) = text("error") {
            let hint = text("hint").map_or_else(String::new, |hint| format!(" ({hint})"));
            self.error = Some(error + &hint);
        } else if let Some(epoch) = told.remove("epoch") {
            job.learned(epoch);
        } else if told.contains_key("anew") {
            job.forget_curve();
        }
    }

    fn failure(self, status: Option<ExitStatus>) -> String {
        self.error.unwrap_or_else(|| match status {
            Some(status) => format!("the run ended without a word: {status}"),
            None => "the run was lost".to_owned(),
        })
    }
}
