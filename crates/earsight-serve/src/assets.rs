//! The page itself: files embedded in the program.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{Embed, EmbeddedFile};

use crate::problem::Problem;

#[derive(Embed)]
#[folder = "assets/"]
struct Assets;

/// Files below it have a hash of their content in their names.
const NAMED_BY_CONTENT: &str = "assets/";

/// An embedded file.
pub(crate) fn built(path: &str) -> Option<EmbeddedFile> {
    Assets::get(path)
}

/// A file of the page; any other path that a browser opens is the page itself, whose router reads the path.
pub(crate) async fn asset(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found("such route").into_response();
    }
    let page = || if opens_pages(&headers) { Assets::get("index.html") } else { None };
    let Some(file) = Assets::get(path).or_else(page) else {
        return Problem::not_found("such page").into_response();
    };
    let tag = tag(&file);
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str());
    let is_immutable = path.starts_with(NAMED_BY_CONTENT);
    let caching = if is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, caching.to_owned())];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let media_type = [(header::CONTENT_TYPE, file.metadata.mimetype().to_owned())];
    (headers, media_type, file.data).into_response()
}

/// Whether a browser opens it as a page, and not as a file of a page.
fn opens_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    format!("\"{}\"", hash[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
