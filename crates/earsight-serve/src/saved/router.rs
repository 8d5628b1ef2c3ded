//! The page's own router, without a connection.

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use super::entry::Entry;

/// A response is text or a small piece of media; a larger one is a mistake.
const MOST_BYTES: usize = 256 << 20;

/// The page's own router.
pub(super) struct Router {
    router: axum::Router,
    n_at_once: usize,
}

impl Router {
    /// Sends up to `n_at_once` requests for media at a time.
    pub(super) fn new(router: axum::Router, n_at_once: usize) -> Self {
        Router { router, n_at_once }
    }

    /// The response at an address.
    pub(super) async fn get(&self, address: &str) -> Entry {
        let request = Request::get(address).header(header::HOST, "localhost");
        self.send(address, request.body(Body::empty())).await
    }

    /// The response to a JSON body.
    pub(super) async fn post(&self, address: &str, body: Value) -> Entry {
        let request = Request::post(address)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json");
        let entry = self.send(address, request.body(Body::from(body.to_string()))).await;
        entry.to(body)
    }

    /// Responses in the order of their addresses, up to the first that is not wanted any more.
    pub(super) async fn get_while(
        &self,
        addresses: Vec<String>,
        mut is_wanted: impl FnMut(&Entry) -> bool,
    ) -> Vec<Entry> {
        let mut responses = futures_util::stream::iter(addresses)
            .map(|address| async move { self.get(&address).await })
            .buffered(self.n_at_once);
        let mut entries = Vec::new();
        while let Some(entry) = responses.next().await {
            if !is_wanted(&entry) {
                break;
            }
            entries.push(entry);
        }
        entries
    }

    async fn send(&self, address: &str, request: axum::http::Result<Request<Body>>) -> Entry {
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

/// The address of a clip, encoded as by `encodeURIComponent` of browsers.
pub(super) fn address_of(clip: &str) -> String {
    let mut address = "/api/clips/".to_owned();
    for byte in clip.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => address.push(byte.into()),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => {
                address.push(byte.into());
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(
            address_of("pets/dog #1 (ä).mp4"),
            "/api/clips/pets%2Fdog%20%231%20(%C3%A4).mp4"
        );
    }
}
