//! A library as a page: what a browser is answered, and what nobody is.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::collection::{CLIP_SECS, Collection, N_CLIPS, files_below};

/// The program while it serves a library.
struct Server {
    child: Child,
    address: String,
}

/// What it answered.
struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    fn is_problem(&self, status: u16, kind: &str) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        assert!(self.headers.contains("application/problem+json"), "{}", self.headers);
        assert_eq!(self.json()["type"], kind, "{text}");
        assert!(!text.contains("/tmp/"), "a path of the disk: {text}");
    }
}

impl Server {
    fn of(library: &Path) -> Self {
        let program = Collection::get().program();
        let library = library.to_str().unwrap();
        let mut child = program.spawn(["serve", library, "--port", "0", "--json"]);
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

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
        let headers = String::from_utf8(all[..end].to_vec()).unwrap().to_lowercase();
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, headers, body: all[end + 4..].to_vec() }
    }

    fn get_with(&self, path: &str, more: &str) -> Answer {
        let host = &self.address;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"))
    }

    fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        let (host, n) = (&self.address, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {n}\r\n\r\n{body}"
        ))
    }

    /// Ends it as Ctrl-C does.
    fn stop(mut self) -> Option<i32> {
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

fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    Collection::get().library_into(folder.path());
    folder
}

#[test]
fn a_browser_is_shown_the_library() {
    let library = copied();
    let server = Server::of(library.path());
    let page = server.get("/");
    assert_eq!(page.status, 200);
    assert!(page.headers.contains("text/html") && page.headers.contains("default-src 'none'"));
    assert_eq!(server.get("/clip/anything").body, page.body);
    assert!(server.get("/theme.css").headers.contains("text/css"));

    let facts = server.get("/api/library").json();
    assert_eq!((&facts["n_clips"], &facts["model"]), (&json!(N_CLIPS), &json!("ms-vae")));
    assert_eq!(facts["is_calibrated"], true);
    let some = server.get("/api/clips?filter=CLIP-000&offset=2&limit=3").json();
    assert_eq!((&some["n_clips"], some["clips"].as_array().unwrap().len()), (&json!(10), 3));
    assert_eq!(some["clips"][0]["clip"], "clip-0002.mp4");
    let one = server.get("/api/clips/clip-0002.mp4").json();
    assert_eq!((&one["n_secs"], &one["has"]["audio"]), (&json!(CLIP_SECS), &json!(true)));

    let picture = server.get("/api/clips/clip-0002.mp4/pictures/1");
    assert!(picture.headers.contains("image/jpeg") && picture.body.starts_with(&[0xff, 0xd8]));
    let spectrogram = server.get("/api/clips/clip-0002.mp4/spectrogram");
    assert!(spectrogram.body.starts_with(b"\x89PNG"));
    // Kept, and the same.
    assert_eq!(server.get("/api/clips/clip-0002.mp4/pictures/1").body, picture.body);
    let previews = files_below(&library.path().join("previews"));
    assert_eq!(previews.len(), 2, "{previews:?}");

    let question = json!({
        "clip": "clip-0002.mp4", "span": {"start": 1, "len": 1}, "from": "audio", "to": "audio", "k": 3,
    });
    let found = server.post("/api/search", &question.to_string()).json();
    assert_eq!(found["n_compared"], N_CLIPS * CLIP_SECS);
    assert!(found["found"].as_array().unwrap().len() <= 3, "{found}");
    assert!(found["refused_beyond"].is_f64(), "{found}");
    assert!(found["proof"]["n_compared_in_full"].is_u64(), "{found}");
    let question = json!({
        "clip": "clip-0002.mp4", "span": {"start": 1, "len": 2}, "in": "clip-0003.mp4", "from": "visual",
    });
    let found = server.post("/api/localize", &question.to_string()).json();
    assert_eq!(found["distances"].as_array().unwrap().len(), CLIP_SECS - 1);
    assert!(found["verdict"]["no_match"].is_boolean());
    assert!(found["certainty"]["starts"].is_array());
}

#[test]
fn a_film_is_sent_in_the_pieces_that_a_player_asks_for() {
    let library = copied();
    let server = Server::of(library.path());
    let film = std::fs::read(Collection::get().clip(2)).unwrap();
    let path = "/api/clips/clip-0002.mp4/media";
    let whole = server.get(path);
    assert!(whole.headers.contains("accept-ranges: bytes") && whole.headers.contains("video/mp4"));
    assert_eq!(whole.body, film);
    let part = server.get_with(path, "Range: bytes=100-299\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &film[100..300]));
    assert!(part.headers.contains(&format!("content-range: bytes 100-299/{}", film.len())));
    let last = server.get_with(path, "Range: bytes=-10\r\n");
    assert_eq!((last.status, &last.body[..]), (206, &film[film.len() - 10..]));
    let beyond = server.get_with(path, &format!("Range: bytes={}-\r\n", film.len()));
    assert_eq!(beyond.status, 416);
    thread::scope(|scope| {
        for reader in 0..50 {
            let (server, film) = (&server, &film);
            scope.spawn(move || {
                for turn in 0..4 {
                    let first = (reader * 37 + turn * 101) % (film.len() - 500);
                    let last = first + 499;
                    let part = server.get_with(path, &format!("Range: bytes={first}-{last}\r\n"));
                    assert_eq!((part.status, &part.body[..]), (206, &film[first..=last]));
                }
            });
        }
    });
}

#[test]
fn what_nobody_should_ask_is_refused() {
    let library = copied();
    let server = Server::of(library.path());
    for path in [
        "/api/clips/..%2f..%2f..%2fetc%2fpasswd/media",
        "/api/clips/%2fetc%2fpasswd/media",
        "/api/clips/clip-0002.mp4%00/media",
        "/api/clips/clip-0002.mp4/pictures/4",
        "/api/clips/nobody.mp4",
        "/api/nothing",
        "/../../etc/passwd.txt",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/..%2fmanifest.json",
    ] {
        server.get(path).is_problem(404, "not-found");
    }
    let library_of = |more: &str| server.get_with("/api/library", more);
    library_of("Sec-Fetch-Site: cross-site\r\n").is_problem(403, "cross-site");
    library_of("Origin: http://evil.example\r\n").is_problem(403, "cross-site");
    let port = server.address.rsplit_once(':').unwrap().1;
    for host in
        ["evil.example", &format!("evil.example:{port}"), &format!("127.0.0.1.evil.example:{port}")]
    {
        let request =
            format!("GET /api/library HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        server.ask(&request).is_problem(421, "other-host");
    }

    let search = |body: &str| server.post("/api/search", body);
    search("{").is_problem(400, "invalid");
    search("{\"clip\": 3}").is_problem(422, "invalid");
    let large = format!("{{\"clip\": \"{}\"}}", "x".repeat(100_000));
    search(&large).is_problem(413, "invalid");
    let question = |clip: &str, start: usize, len: usize| {
        let span = json!({"start": start, "len": len});
        json!({"clip": clip, "span": span, "from": "audio", "to": "visual"}).to_string()
    };
    search(&question("../../etc/passwd", 0, 1)).is_problem(404, "not-found");
    search(&question("clip-0002.mp4", 3, 2)).is_problem(400, "invalid");
    search(&question("clip-0002.mp4", usize::MAX, 2)).is_problem(400, "invalid");
    search(&question("clip-0002.mp4", 1, 0)).is_problem(400, "invalid");
    // Whatever was asked, it still answers.
    assert_eq!(search(&question("clip-0002.mp4", 1, 1)).status, 200);
}

#[test]
fn who_never_finishes_asking_is_left_and_the_others_are_not_kept_waiting() {
    let library = copied();
    let server = Server::of(library.path());
    let slow = |begun: String| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(begun.as_bytes()).unwrap();
        stream
    };
    let host = &server.address;
    let mut waiting: Vec<TcpStream> =
        (0..60).map(|_| slow(format!("GET /api/library HTTP/1.1\r\nHost: {host}\r\n"))).collect();
    waiting.push(slow(format!(
        "POST /api/search HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{"
    )));
    assert_eq!(server.get("/api/library").status, 200);
    for mut stream in waiting {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut said = String::new();
        let _ = stream.read_to_string(&mut said);
        assert!(!said.contains("200 OK"), "{said}");
    }
}

#[test]
fn a_library_that_has_learned_nothing_says_so_and_ctrl_c_leaves_nothing_half_made() {
    let library = tempfile::tempdir().unwrap();
    Collection::get().features_into(library.path());
    let server = Server::of(library.path());
    assert_eq!(server.get("/api/library").json()["model"], Value::Null);
    let question = json!({
        "clip": "clip-0002.mp4", "span": {"start": 1, "len": 1}, "from": "audio", "to": "visual",
    });
    server.post("/api/search", &question.to_string()).is_problem(409, "not-learned");
    assert_eq!(server.get("/api/clips/clip-0002.mp4/pictures/1").status, 200);
    assert_eq!(server.stop(), Some(0));
    let previews = files_below(&library.path().join("previews"));
    assert!(previews.len() == 1 && previews[0].ends_with("-1.jpg"), "{previews:?}");
}
