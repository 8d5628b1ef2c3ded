//! The page's own router, asked without a connection.

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use super::table::Entry;

/// An answer is text or a small piece of media; a larger one is a mistake.
const MOST_BYTES: usize = 256 << 20;

/// The page's own router.
pub(super) struct Router {
    router: axum::Router,
    n_at_once: usize,
}

impl Router {
    /// Answers so many requests for media side by side.
    pub(super) fn new(router: axum::Router, n_at_once: usize) -> Self {
        Router { router, n_at_once }
    }

    /// The answer at an address.
    pub(super) async fn get(&self, address: &str) -> Entry {
        let request = Request::get(address).header(header::HOST, "localhost");
        self.ask(address, request.body(Body::empty())).await
    }

    /// The answer to a question.
    pub(super) async fn post(&self, address: &str, question: Value) -> Entry {
        let request = Request::post(address)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json");
        let entry = self.ask(address, request.body(Body::from(question.to_string()))).await;
        entry.to(question)
    }

    /// Answers in the order of their addresses, up to the first that is not wanted any more.
    pub(super) async fn get_while(
        &self,
        addresses: Vec<String>,
        mut is_wanted: impl FnMut(&Entry) -> bool,
    ) -> Vec<Entry> {
        let mut answers = futures_util::stream::iter(addresses)
            .map(|address| async move { self.get(&address).await })
            .buffered(self.n_at_once);
        let mut entries = Vec::new();
        while let Some(entry) = answers.next().await {
            if !is_wanted(&entry) {
                break;
            }
            entries.push(entry);
        }
        entries
    }

    async fn ask(&self, address: &str, request: axum::http::Result<Request<Body>>) -> Entry {
        let none = || Entry::new(address, 400, "text/plain", Vec::new());
        let Ok(request) = request else { return none() };
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status().as_u16();
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let media_type =
            media_type.and_then(|name| name.to_str().ok()).unwrap_or_default().to_owned();
        match to_bytes(response.into_body(), MOST_BYTES).await {
            Ok(body) => Entry::new(address, status, &media_type, body.to_vec()),
            Err(_) => none(),
        }
    }
}

/// Where the server keeps what belongs to a clip, as `encodeURIComponent` of a browser writes it.
pub(super) fn place_of(clip: &str) -> String {
    let mut place = "/api/clips/".to_owned();
    for byte in clip.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => place.push(byte.into()),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => {
                place.push(byte.into());
            }
            byte => place.push_str(&format!("%{byte:02X}")),
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(place_of("pets/dog #1 (ä).mp4"), "/api/clips/pets%2Fdog%20%231%20(%C3%A4).mp4");
    }
}
