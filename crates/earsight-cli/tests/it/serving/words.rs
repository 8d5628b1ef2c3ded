//! Words as a query, and the concepts of a clip.

use serde_json::{Value, json};

use super::copied;
use super::server::Server;
use crate::collection::{CLIP_SECS, Collection, N_CLIPS};

#[test]
fn words_are_searched_for_as_by_the_program() {
    let library = tempfile::tempdir().unwrap();
    // Without a model.
    Collection::get().features_into(library.path());
    let server = Server::of(library.path());
    let request = json!({"text": "musical instruments", "to": "audio", "k": 3});
    let found = server.post("/api/words", &request.to_string()).json();
    assert_eq!(found["n_compared"], N_CLIPS * CLIP_SECS);
    let program = ["search", "musical instruments", "--to", "audio", "-k", "3", "--json"];
    let printed = Collection::get().program().run(program).exits(0).json();
    assert_eq!(found, printed);

    let read = server.get("/api/words?text=crane%20zzzz").json();
    assert_eq!(read["terms"][0]["is_ambiguous"], true, "{read}");
    assert_eq!(read["terms"][1]["status"], "unknown", "{read}");
    let names = server.get("/api/concepts").json();
    assert_eq!(names["concepts"].as_array().unwrap().len(), 1000);

    let request = json!({"query": {"clip": "clip-0002.mp4", "span": {"start": 1, "len": 2}}});
    let concepts = server.post("/api/concepts", &request.to_string()).json();
    let printed = ["concepts", "clip-0002.mp4@1..3", "--json"];
    assert_eq!(concepts, Collection::get().program().run(printed).exits(0).json());
    for modality in ["audio", "visual"] {
        assert_eq!(concepts[modality].as_array().unwrap().len(), 5, "{concepts}");
    }
}

#[test]
fn invalid_words_are_problems() {
    let library = copied();
    let server = Server::of(library.path());
    let with = |key: &str, value: Value| {
        let mut body = json!({"text": "piano", "to": "audio"});
        body[key] = value;
        server.post("/api/words", &body.to_string())
    };
    for text in ["pianno", "", "object", "\u{1b}[31m", "clip-0002.mp4"] {
        with("text", text.into()).is_problem(400, "invalid");
    }
    assert!(String::from_utf8_lossy(&with("text", "pianno".into()).body).contains("piano"));
    for (key, value) in [("k", json!(0)), ("k", json!(201)), ("per_video", json!(0))] {
        with(key, value).is_problem(400, "invalid");
    }
    with("to", "smell".into()).is_problem(422, "invalid");
    with("from", "audio".into()).is_problem(422, "invalid");
    assert_eq!(with("text", "dog ".repeat(10_000).into()).status, 200);
    with("text", "dog ".repeat(20_000).into()).is_problem(413, "invalid");
    server.get("/api/words").is_problem(400, "invalid");
    let of = |query: Value, k: usize| {
        server.post("/api/concepts", &json!({"query": query, "k": k}).to_string())
    };
    of(json!({"clip": "nowhere.mp4"}), 5).is_problem(404, "not-found");
    of(json!({"clip": "clip-0002.mp4"}), 0).is_problem(400, "invalid");
    of(json!({"clip": "clip-0002.mp4", "span": {"start": 9, "len": 1}}), 5)
        .is_problem(400, "invalid");
}
