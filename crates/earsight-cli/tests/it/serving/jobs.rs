//! Training in the background.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::copied;
use super::server::Server;
use crate::collection::Collection;

const JOBS: &str = "/api/jobs";

fn begin(server: &Server, question: &Value) -> String {
    server.post_json(JOBS, question)["job"].as_str().unwrap().to_owned()
}

fn job(server: &Server, id: &str) -> Value {
    server.get(&format!("{JOBS}/{id}")).json()
}

/// Looks again and again until it is so.
fn wait_until(server: &Server, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let began = Instant::now();
    loop {
        let seen = job(server, id);
        if is_so(&seen) {
            return seen;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "{seen:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn n_epochs(job: &Value) -> usize {
    job["curve"].as_array().unwrap().len()
}

/// Ids and kinds of the events of a job, and its last state.
fn told(events: &str) -> (Vec<(usize, &str)>, Value) {
    let field = |block: &str, name: &str| -> Option<String> {
        block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
    };
    let mut seen = Vec::new();
    let mut state = Value::Null;
    for block in events.split("\n\n").filter(|block| block.contains("data:")) {
        let id = field(block, "id: ").unwrap().parse().unwrap();
        let kind = if block.contains("event: epoch") { "epoch" } else { "state" };
        seen.push((id, kind));
        if kind == "state" {
            state = serde_json::from_str(&field(block, "data: ").unwrap()).unwrap();
        }
    }
    (seen, state)
}

#[test]
fn a_job_reports_progress_and_its_model_answers() {
    let library = tempfile::tempdir().unwrap();
    Collection::get().features_into(library.path());
    let server = Server::of(library.path());
    assert_eq!(server.get("/api/library").json()["model"], Value::Null);
    let id = begin(&server, &json!({"model": "ms-vae", "epochs": 2}));
    // Ends with the run.
    let events = server.get(&format!("{JOBS}/{id}/events"));
    assert!(events.headers.contains("text/event-stream"));
    let text = String::from_utf8(dechunked(&events.body)).unwrap();
    let (seen, state) = told(&text);
    assert_eq!(state["state"], "done", "{text}");
    assert_eq!(seen.iter().filter(|(_, kind)| *kind == "epoch").count(), 2, "{text}");
    assert!(seen.iter().enumerate().all(|(place, (id, _))| *id == place), "{seen:?}");
    // A client that reconnects receives only new events.
    let last = format!("Last-Event-ID: {}\r\n", seen.len() - 2);
    let again = server.get_with(&format!("{JOBS}/{id}/events"), &last);
    assert_eq!(told(&String::from_utf8(dechunked(&again.body)).unwrap()).0, seen[seen.len() - 1..]);
    let curve = job(&server, &id)["curve"].clone();
    assert!(curve[1]["own_second"]["audio"].as_f64().unwrap() > 0.0, "{curve:#}");
    // The library is another one now.
    let facts = server.get("/api/library").json();
    assert_eq!((&facts["model"], &facts["is_calibrated"]), (&json!("ms-vae"), &json!(true)));
}

#[test]
fn a_job_is_stopped_and_resumed() {
    let library = copied();
    let server = Server::of(library.path());
    let long = json!({"model": "ms-vae-paper", "epochs": 3000, "seed": 5});
    let first = begin(&server, &long);
    // The next one waits for its turn, and may leave before it comes.
    let waiting = begin(&server, &json!({"model": "cca"}));
    wait_until(&server, &first, |job| n_epochs(job) >= 3);
    assert_eq!(job(&server, &waiting)["state"], "waiting");
    server.post_json(&format!("{JOBS}/{waiting}/stop"), &json!({}));
    wait_until(&server, &waiting, |job| job["state"] == "stopped");
    server.post_json(&format!("{JOBS}/{first}/stop"), &json!({}));
    let stopped = wait_until(&server, &first, |job| job["state"] == "stopped");
    let n_learned = n_epochs(&stopped);
    let again = begin(&server, &long);
    let going_on = wait_until(&server, &again, |job| n_epochs(job) > n_learned);
    for (epoch, seen) in going_on["curve"].as_array().unwrap().iter().enumerate() {
        assert_eq!(seen["epoch"], epoch);
    }
    assert_eq!(going_on["curve"][0], stopped["curve"][0]);
    // Ended with the server: the run hears of it and leaves the library to others.
    assert_eq!(server.stop(), Some(0));
    let began = Instant::now();
    while !Collection::get()
        .program()
        .run(["train", library.path().to_str().unwrap(), "--model", "cca"])
        .0
        .status
        .success()
    {
        assert!(began.elapsed() < Duration::from_secs(60));
    }
}

#[test]
fn a_job_that_crashes_or_takes_too_long_fails() {
    let library = copied();
    let server = Server::of(library.path());
    let long = json!({"model": "ms-vae-paper", "epochs": 3000});
    let id = begin(&server, &long);
    wait_until(&server, &id, |job| n_epochs(job) >= 1);
    let parent = server.id().to_string();
    let killed =
        Command::new("pkill").args(["-KILL", "-P", &parent, "-f", "--", "--attached"]).status();
    assert!(killed.unwrap().success());
    let dead = wait_until(&server, &id, |job| job["state"] == "failed");
    assert!(dead["detail"].as_str().unwrap().contains("signal"), "{dead:#}");
    drop(server);

    let hours = format!("{}", 3.0 / 3600.0);
    let server = Server::with(library.path(), &["--job-hours", &hours]);
    let id = begin(&server, &json!({"model": "ms-vae-paper", "epochs": 3000, "seed": 1}));
    let over = wait_until(&server, &id, |job| job["state"] == "overtime");
    assert!(n_epochs(&over) >= 1, "{over:#}");
}

#[test]
fn invalid_or_too_many_jobs_are_rejected() {
    let library = copied();
    let server = Server::of(library.path());
    let ask = |question: Value| server.post(JOBS, &question.to_string());
    ask(json!({"model": "--help"})).is_problem(400, "invalid");
    ask(json!({"model": "nobody"})).is_problem(400, "invalid");
    ask(json!({"model": "ms-vae", "epochs": 0})).is_problem(400, "invalid");
    ask(json!({"model": "ms-vae", "shell": "rm"})).is_problem(422, "invalid");
    server.get("/api/jobs/7").is_problem(404, "not-found");
    server.post("/api/jobs/7/stop", "{}").is_problem(404, "not-found");
    let long = json!({"model": "ms-vae-paper", "epochs": 3000});
    let first = begin(&server, &long);
    wait_until(&server, &first, |job| job["state"] == "running");
    for _ in 0..8 {
        begin(&server, &json!({"model": "cca"}));
    }
    ask(long).is_problem(429, "busy");
}

/// A body that came in chunks, in one piece.
fn dechunked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let len = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        whole.extend_from_slice(&rest[end + 2..end + 2 + len]);
        rest = &rest[end + 4 + len..];
    }
    whole
}
