//! Uploaded files.

use std::process::Command;

use earsight_media::Ffmpeg;
use serde_json::json;

use super::copied;
use super::server::Server;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};

#[test]
fn an_upload_is_a_query_like_a_clip() {
    let library = copied();
    let server = Server::of(library.path());
    let video = std::fs::read(Collection::get().clip(2)).unwrap();
    let brought = server.bring("..%2f..%2fmy%20dog.mp4", &video, video.len()).json();
    assert_eq!((&brought["name"], &brought["n_secs"]), (&json!("my dog.mp4"), &json!(CLIP_SECS)));
    let id = brought["upload"].as_str().unwrap();
    assert_eq!(server.get(&format!("/api/uploads/{id}")).json(), brought);
    server.get("/api/uploads/nobody").is_problem(404, "not-found");
    let search = json!({
        "query": {"upload": id, "span": {"start": 1, "len": 1}}, "from": "audio", "to": "visual",
    });
    let found = server.post_json("/api/search", &search);
    assert_eq!(found["n_compared"], N_CLIPS * CLIP_SECS);
    // It is a clip of the library, whatever it is called now.
    assert_eq!(
        (&found["query"]["file"], &found["query"]["in_library"]),
        (&json!("clip-0002.mp4"), &json!(true))
    );
    assert_eq!(server.get(&format!("/api/uploads/{id}/playable")).body, video);
    let picture = server.get(&format!("/api/uploads/{id}/pictures/1"));
    assert!(picture.body.starts_with(&[0xff, 0xd8]));
    assert!(server.get(&format!("/api/uploads/{id}/spectrogram")).body.starts_with(b"\x89PNG"));
    // Nothing of it is left in the library.
    assert!(!library.path().join("previews").exists());
}

#[test]
fn a_video_that_browsers_do_not_play_is_converted_once() {
    let library = copied();
    // Ranked only: whether a copy of other quality is a match is the calibration's question.
    std::fs::remove_file(library.path().join("models/ms-vae.calibration")).unwrap();
    let server = Server::of(library.path());
    let folder = tempfile::tempdir().unwrap();
    let (video, old) = (Collection::get().clip(2), folder.path().join("old.avi"));
    let made = Command::new(Ffmpeg::find().unwrap().path())
        .args(["-v", "error", "-i", video.to_str().unwrap(), "-c:v", "mpeg4", "-c:a", "ac3"])
        .arg(&old)
        .status();
    assert!(made.unwrap().success());
    let old = std::fs::read(old).unwrap();
    let brought = server.bring("old.avi", &old, old.len()).json();
    assert_eq!(brought["is_converted"], true);
    let path = |what: &str| format!("/api/uploads/{}/{what}", brought["upload"].as_str().unwrap());
    assert_eq!(server.get(&path("media")).body, old);
    let playable = server.get(&path("playable"));
    assert!(playable.headers.contains("video/mp4") && playable.body != old);
    let part = server.get_with(&path("playable"), "Range: bytes=100-299\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &playable.body[100..300]));
    // It is not in the library, so it is embedded now.
    let search = json!({
        "query": {"upload": brought["upload"], "span": {"start": 0, "len": 2}}, "from": "visual", "to": "visual",
    });
    let found = server.post_json("/api/search", &search);
    assert_eq!(
        (&found["query"]["file"], &found["query"]["in_library"]),
        (&json!("old.avi"), &json!(false))
    );
    assert_eq!(found["found"][0]["clip"], "clip-0002.mp4", "{found:#}");
}

#[test]
fn broken_mislabelled_and_huge_uploads_are_rejected_and_deleted() {
    let library = copied();
    let temporary = tempfile::tempdir().unwrap();
    let server = Server::of_in(library.path(), temporary.path());
    let video = std::fs::read(Collection::get().clip(2)).unwrap();
    server.bring("noise.mp4", &[7; 5000], 5000).is_problem(422, "unusable");
    server.bring("nothing.mp4", &[], 0).is_problem(422, "unusable");
    server.bring("cut.mp4", &video[..600], 600).is_problem(422, "unusable");
    let list = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n";
    server.bring("list.m3u8", list, list.len()).is_problem(422, "unusable");
    // It says that it is longer than it is, and goes away.
    let lying = server.bring("lying.mp4", &video[..1000], video.len());
    assert!(lying.status == 400 || lying.body.is_empty(), "{}", lying.status);
    // It says that it is shorter: what is behind is no part of it.
    let short = server.bring("short.mp4", &video, 100);
    assert_eq!(short.status, 422);
    server.bring("huge.mp4", &[0; 100], 1 << 40).is_problem(413, "too-large");
    // Whatever came, it still answers, and keeps nothing.
    assert_eq!(server.get("/api/library").status, 200);
    let left = crate::collection::files_below(temporary.path());
    assert!(left.is_empty(), "{left:?}");
    let brought = server.bring("dog.mp4", &video, video.len());
    assert_eq!(brought.status, 201);
    assert_eq!(crate::collection::files_below(temporary.path()).len(), 1);
    assert_eq!(server.stop(), Some(0));
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
}
