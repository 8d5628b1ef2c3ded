//! The server understands every request that its OpenAPI document describes.

use std::collections::BTreeSet;

use super::copied;
use super::server::Server;
use crate::collection::Collection;

#[test]
fn every_operation_of_the_document_is_served() {
    let library = copied();
    let server = Server::of(library.path());
    let document = server.get("/api/openapi.json").json();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 20);
    let mut ids = BTreeSet::new();
    for (path, operations) in paths {
        let requested = path.replace(['{', '}'], "");
        for (method, operation) in operations.as_object().unwrap() {
            let response = match method.as_str() {
                "get" => server.get(&requested),
                _ => server.post(&requested, "{}"),
            };
            let body = String::from_utf8_lossy(&response.body);
            // A missing resource has another message than a missing route.
            assert!(
                response.status != 405 && !body.contains("such route"),
                "{method} {path}: {body}"
            );
            let responses = operation["responses"].as_object().unwrap();
            let problem = &responses["default"]["content"]["application/problem+json"]["schema"];
            assert_eq!(problem["$ref"], "#/components/schemas/Problem", "{method} {path}");
            assert!(responses.len() > 1, "{method} {path} never succeeds");
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} names two operations");
            assert!(operation["summary"].is_string(), "{id} has no summary");
        }
    }
}

#[test]
fn the_latent_space_has_all_paired_seconds_and_labels() {
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
