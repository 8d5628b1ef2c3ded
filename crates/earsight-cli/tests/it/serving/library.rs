//! A served library: its clips, its videos and searches.

use std::thread;

use serde_json::{Value, json};

use super::copied;
use super::server::Server;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS, files_below};

#[test]
fn the_api_lists_the_library() {
    let library = copied();
    let server = Server::of(library.path());
    let browser = "Accept: text/html,application/xhtml+xml\r\n";
    let page = server.get_with("/", browser);
    assert_eq!(page.status, 200);
    assert!(page.headers.contains("text/html") && page.headers.contains("default-src 'none'"));
    // Addresses of the page are the page, whatever clips are called.
    assert_eq!(server.get_with("/clip/some%2Fdog.mp4", browser).body, page.body);
    let text = String::from_utf8(page.body).unwrap();
    let scripts: Vec<&str> =
        text.split('"').filter(|quoted| quoted.starts_with("/assets/")).collect();
    assert!(!scripts.is_empty(), "{text}");
    for script in scripts {
        assert_eq!(server.get(script).status, 200, "{script}");
    }

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
    let small = server.get("/api/clips/clip-0002.mp4/spectrogram?width=100");
    assert!(small.body.len() < spectrogram.body.len() && small.body.starts_with(b"\x89PNG"));
    let excerpt = server.get("/api/clips/clip-0002.mp4/excerpt?start=1&len=2");
    assert!(excerpt.headers.contains("video/mp4") && &excerpt.body[4..8] == b"ftyp");
    for span in ["start=1&len=0", "start=1&len=31", "start=99&len=1"] {
        server.get(&format!("/api/clips/clip-0002.mp4/excerpt?{span}")).is_problem(400, "invalid");
    }

    let question = json!({
        "query": {"clip": "clip-0002.mp4", "span": {"start": 1, "len": 1}}, "from": "audio", "to": "audio", "k": 3,
    });
    let found = server.post("/api/search", &question.to_string()).json();
    assert_eq!(found["n_compared"], N_CLIPS * CLIP_SECS);
    assert!(found["found"].as_array().unwrap().len() <= 3, "{found}");
    // So few clips reject nothing at 5 %.
    assert!(found["rejected_beyond"].is_null() && found["errors"]["n_clips"] == N_CLIPS, "{found}");
    assert!(found["proof"]["n_compared_in_full"].is_u64(), "{found}");
    let other_names = question.to_string().replace("\"audio\"", "\"sound\"");
    assert_eq!(server.post("/api/search", &other_names).json(), found);
    let question = json!({
        "query": {"clip": "clip-0002.mp4", "span": {"start": 1, "len": 2}},
        "in": {"clip": "clip-0003.mp4"},
        "from": "visual",
    });
    let found = server.post("/api/localize", &question.to_string()).json();
    assert_eq!(found["distances"].as_array().unwrap().len(), CLIP_SECS - 1);
    assert!(found["verdict"]["no_match"].is_boolean());
    assert!(found["certainty"]["starts"].is_array());
}

#[test]
fn a_video_is_sent_in_byte_ranges() {
    let library = copied();
    let server = Server::of(library.path());
    let video = std::fs::read(Collection::get().clip(2)).unwrap();
    let path = "/api/clips/clip-0002.mp4/media";
    let whole = server.get(path);
    assert!(whole.headers.contains("accept-ranges: bytes") && whole.headers.contains("video/mp4"));
    assert_eq!(whole.body, video);
    let part = server.get_with(path, "Range: bytes=100-299\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &video[100..300]));
    assert!(part.headers.contains(&format!("content-range: bytes 100-299/{}", video.len())));
    let last = server.get_with(path, "Range: bytes=-10\r\n");
    assert_eq!((last.status, &last.body[..]), (206, &video[video.len() - 10..]));
    let beyond = server.get_with(path, &format!("Range: bytes={}-\r\n", video.len()));
    assert_eq!(beyond.status, 416);
    thread::scope(|scope| {
        for reader in 0..50 {
            let (server, video) = (&server, &video);
            scope.spawn(move || {
                for turn in 0..4 {
                    let first = (reader * 37 + turn * 101) % (video.len() - 500);
                    let last = first + 499;
                    let part = server.get_with(path, &format!("Range: bytes={first}-{last}\r\n"));
                    assert_eq!((part.status, &part.body[..]), (206, &video[first..=last]));
                }
            });
        }
    });
}

#[test]
fn an_untrained_library_is_a_problem_and_ctrl_c_leaves_no_partial_file() {
    let library = tempfile::tempdir().unwrap();
    Collection::get().features_into(library.path());
    let server = Server::of(library.path());
    assert_eq!(server.get("/api/library").json()["model"], Value::Null);
    let question = json!({
        "query": {"clip": "clip-0002.mp4", "span": {"start": 1, "len": 1}}, "from": "audio", "to": "visual",
    });
    server.post("/api/search", &question.to_string()).is_problem(409, "not-learned");
    assert_eq!(server.get("/api/clips/clip-0002.mp4/pictures/1").status, 200);
    assert_eq!(server.stop(), Some(0));
    let previews = files_below(&library.path().join("previews"));
    assert!(previews.len() == 1 && previews[0].ends_with("-1.jpg"), "{previews:?}");
}
