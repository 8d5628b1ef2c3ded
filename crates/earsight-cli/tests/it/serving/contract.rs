//! The OpenAPI document is what the server answers.

use serde_json::{Value, json};

use super::copied;
use super::schema::wrong;
use super::server::Server;
use crate::collection::Collection;

/// What an operation answers with that status, if it is JSON.
fn schema<'a>(document: &'a Value, path: &str, method: &str, status: &str) -> &'a Value {
    let response = &document["paths"][path][method]["responses"][status]["content"];
    let schema = &response["application/json"]["schema"];
    assert!(schema.is_object(), "no {method} {path} that answers {status}");
    schema
}

/// Holds an answer against its schema.
fn check(document: &Value, schema: &Value, answer: &Value) {
    let wrong = wrong(document, schema, answer);
    assert!(wrong.is_empty(), "{wrong:#?}\n{answer:#}");
}

#[test]
fn every_answer_is_as_it_is_written_down() {
    let library = copied();
    let server = Server::of(library.path());
    let document = server.get("/api/openapi.json").json();
    for (path, asked) in [
        ("/api/library", "/api/library"),
        ("/api/skipped", "/api/skipped"),
        ("/api/clips", "/api/clips?limit=3"),
        ("/api/clips/{clip}", "/api/clips/clip-0002.mp4"),
        ("/api/clips/{clip}/waveform", "/api/clips/clip-0002.mp4/waveform"),
        ("/api/latent", "/api/latent"),
        ("/api/model", "/api/model"),
        ("/api/models", "/api/models"),
        ("/api/jobs", "/api/jobs"),
        ("/api/bench", "/api/bench"),
    ] {
        let answer = server.get(asked);
        assert_eq!(answer.status, 200, "{asked}");
        check(&document, schema(&document, path, "get", "200"), &answer.json());
    }
    let moment = json!({"clip": "clip-0002.mp4", "span": {"start": 1, "len": 2}});
    for (path, question) in [
        ("/api/search", json!({"query": moment, "from": "audio", "to": "visual"})),
        (
            "/api/search",
            json!({"query": moment, "from": "visual", "to": "visual", "elsewhere": true}),
        ),
        (
            "/api/localize",
            json!({"query": moment, "in": {"clip": "clip-0003.mp4"}, "from": "visual"}),
        ),
        ("/api/generate", json!({"query": moment, "from": "audio", "k": 3})),
        ("/api/generate", json!({"query": moment, "from": "visual", "samples": 4, "seed": 7})),
    ] {
        check(
            &document,
            schema(&document, path, "post", "200"),
            &server.post_json(path, &question),
        );
    }
    let film = std::fs::read(Collection::get().clip(2)).unwrap();
    let brought = server.bring("mine.mp4", &film, film.len());
    assert_eq!(brought.status, 201);
    check(&document, schema(&document, "/api/uploads", "post", "201"), &brought.json());
    let problem = server.get("/api/clips/nobody.mp4");
    check(&document, &json!({"$ref": "#/components/schemas/Problem"}), &problem.json());
}

#[test]
fn every_question_that_is_written_down_is_understood() {
    let library = copied();
    let server = Server::of(library.path());
    let document = server.get("/api/openapi.json").json();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 20);
    for (path, operations) in paths {
        let asked = path.replace(['{', '}'], "");
        for method in operations.as_object().unwrap().keys() {
            let answer = match method.as_str() {
                "get" => server.get(&asked),
                _ => server.post(&asked, "{}"),
            };
            let said = String::from_utf8_lossy(&answer.body);
            // A page that is not there says something else than a question that is not.
            assert!(
                answer.status != 405 && !said.contains("such question"),
                "{method} {path}: {said}"
            );
        }
    }
}

#[test]
fn the_latent_space_is_all_seconds_of_both_senses_and_what_people_said() {
    let library = copied();
    let labels = Collection::get().labels();
    let server = Server::with(library.path(), &["--labels", labels.to_str().unwrap()]);
    let latent = server.get("/api/latent").json();
    let n = latent["n_secs"].as_u64().unwrap() as usize;
    let len = |name: &str| latent[name].as_array().unwrap().len();
    assert_eq!((len("clip"), len("second"), len("audio"), len("visual")), (n, n, 2 * n, 2 * n));
    assert_eq!(len("categories"), len("clips"));
    assert!(latent["categories"][0].is_string());
    let shown = latent["variance_shown"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&shown) && shown > 0.1, "{shown}");
}

#[test]
fn tables_and_figures_are_shown_and_other_files_are_not() {
    let (library, bench) = (copied(), tempfile::tempdir().unwrap());
    for name in ["table.md", "figure.svg", "secret.txt", ".hidden"] {
        std::fs::write(bench.path().join(name), name).unwrap();
    }
    let server = Server::with(library.path(), &["--bench", bench.path().to_str().unwrap()]);
    let files = server.get("/api/bench").json();
    assert_eq!(files.as_array().unwrap().len(), 2);
    assert_eq!(server.get("/api/library").json()["has_bench"], true);
    let figure = server.get("/api/bench/figure.svg");
    assert!(figure.headers.contains("image/svg+xml") && figure.body == b"figure.svg");
    for name in ["secret.txt", ".hidden", "..%2fmanifest.json", "%2e%2e%2f%2e%2e%2fetc%2fpasswd"] {
        server.get(&format!("/api/bench/{name}")).is_problem(404, "not-found");
    }
}
