//! A response of the server, as a saved page holds it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A response of the server.
pub(super) struct Entry {
    pub(super) address: String,
    /// The body of the request, if it had one.
    request: Option<Value>,
    pub(super) status: u16,
    media_type: String,
    pub(super) body: Vec<u8>,
}

impl Entry {
    pub(super) fn new(address: &str, status: u16, media_type: &str, body: Vec<u8>) -> Self {
        Entry {
            address: address.to_owned(),
            request: None,
            status,
            media_type: media_type.to_owned(),
            body,
        }
    }

    /// The same as the response to a request with that body.
    pub(super) fn to(self, request: Value) -> Self {
        Entry { request: Some(request), ..self }
    }

    /// Its body as JSON; null for other media types.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// As it is written into the page: JSON as it is, everything else as base64.
    pub(super) fn saved(&self) -> Value {
        let body = match self.media_type.ends_with("json") {
            true => self.json(),
            false => STANDARD.encode(&self.body).into(),
        };
        let mut saved = json!({ "address": self.address, "type": self.media_type, "body": body });
        if let Some(request) = &self.request {
            saved["question"] = request.clone();
        }
        if self.status != 200 {
            saved["status"] = self.status.into();
        }
        saved
    }
}
