//! The program while it serves a library, and what it answers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use serde_json::Value;

use crate::collection::Collection;
use crate::program::Program;

/// The program while it serves a library.
pub struct Server {
    child: Child,
    pub address: String,
}

/// What it answered.
pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub fn is_problem(&self, status: u16, kind: &str) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        assert!(self.headers.contains("application/problem+json"), "{}", self.headers);
        assert_eq!(self.json()["type"], kind, "{text}");
        assert!(!text.contains("/tmp/"), "a path of the disk: {text}");
    }
}

impl Server {
    pub fn of(library: &Path) -> Self {
        Server::with(library, &[])
    }

    pub fn with(library: &Path, more: &[&str]) -> Self {
        Server::by(&Collection::get().program(), library, more)
    }

    /// With temporary files in that folder.
    pub fn of_in(library: &Path, temporary: &Path) -> Self {
        let program = Collection::get().program().with("TMPDIR", temporary.to_str().unwrap());
        Server::by(&program, library, &[])
    }

    fn by(program: &Program, library: &Path, more: &[&str]) -> Self {
        let serve = ["serve", library.to_str().unwrap(), "--port", "0", "--json"];
        let mut child = program.spawn(serve.iter().chain(more));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut told = String::new();
        while !told.contains('}') {
            assert!(lines.read_line(&mut told).unwrap() > 0, "it ended before it served");
        }
        let told: Value = serde_json::from_str(&told).unwrap();
        let url = told["url"].as_str().unwrap();
        let address = url.strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        Server { child, address }
    }

    pub fn ask(&self, request: &str) -> Answer {
        self.ask_bytes(request.as_bytes(), false)
    }

    fn ask_bytes(&self, request: &[u8], is_cut: bool) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // Who is refused early is not read to its end.
        let _ = stream.write_all(request);
        if is_cut {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
        let headers = String::from_utf8(all[..end].to_vec()).unwrap().to_lowercase();
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, headers, body: all[end + 4..].to_vec() }
    }

    pub fn get_with(&self, path: &str, more: &str) -> Answer {
        let host = &self.address;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    pub fn post(&self, path: &str, body: &str) -> Answer {
        let (host, n) = (&self.address, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {n}\r\n\r\n{body}"
        ))
    }

    pub fn post_json(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(path, &body.to_string());
        assert!((200..300).contains(&answer.status), "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Brings a file along, and says that it has so many bytes.
    pub fn bring(&self, name: &str, bytes: &[u8], n_said: usize) -> Answer {
        let host = &self.address;
        let head = format!(
            "POST /api/uploads?name={name} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Length: {n_said}\r\n\r\n"
        );
        self.ask_bytes(&[head.as_bytes(), bytes].concat(), bytes.len() < n_said)
    }

    /// The process, to be looked at from outside.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as Ctrl-C does.
    pub fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
