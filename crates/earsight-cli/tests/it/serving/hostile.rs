//! Hostile requests.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use super::copied;
use super::server::Server;

#[test]
fn hostile_requests_are_rejected() {
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
    search("{\"query\": 3}").is_problem(422, "invalid");
    let large = format!("{{\"query\": \"{}\"}}", "x".repeat(100_000));
    search(&large).is_problem(413, "invalid");
    let question = |clip: &str, start: usize, len: usize| {
        let span = json!({"start": start, "len": len});
        json!({"query": {"clip": clip, "span": span}, "from": "audio", "to": "visual"}).to_string()
    };
    search(&question("../../etc/passwd", 0, 1)).is_problem(404, "not-found");
    search(&question("clip-0002.mp4", 3, 2)).is_problem(400, "invalid");
    search(&question("clip-0002.mp4", usize::MAX, 2)).is_problem(400, "invalid");
    search(&question("clip-0002.mp4", 1, 0)).is_problem(400, "invalid");
    // The server still responds.
    assert_eq!(search(&question("clip-0002.mp4", 1, 1)).status, 200);
}

#[test]
fn parameters_outside_their_ranges_are_rejected() {
    let library = copied();
    let server = Server::of(library.path());
    for path in [
        "/api/clips?limit=0",
        "/api/clips?limit=501",
        "/api/clips?limit=-1",
        "/api/clips/clip-0002.mp4/pictures/first",
        "/api/clips/clip-0002.mp4/spectrogram?width=63",
        "/api/clips/clip-0002.mp4/spectrogram?width=1201",
        "/api/clips/clip-0002.mp4/excerpt?start=0",
        "/api/clips/clip-0002.mp4/excerpt?start=3&len=2",
        "/api/clips/clip-0002.mp4/excerpt?start=18446744073709551615&len=2",
    ] {
        server.get(path).is_problem(400, "invalid");
    }
    server.post("/api/library", "{}").is_problem(405, "invalid");
    let query = json!({"clip": "clip-0002.mp4", "span": {"start": 1, "len": 1}});
    for (path, parameter, values) in [
        ("search", "k", [0, 201]),
        ("search", "per_video", [0, 201]),
        ("generate", "k", [0, 51]),
        ("generate", "samples", [25, usize::MAX]),
    ] {
        for value in values {
            let mut body = json!({"query": query, "from": "audio"});
            body[parameter] = value.into();
            if path == "search" {
                body["to"] = "visual".into();
            }
            let response = server.post(&format!("/api/{path}"), &body.to_string());
            response.is_problem(400, "invalid");
            assert!(String::from_utf8_lossy(&response.body).contains(parameter));
        }
    }
}

#[test]
fn unfinished_requests_time_out_and_block_no_others() {
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
