//! What a saved page knows: addresses and what is there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// An answer of the server.
pub(super) struct Entry {
    pub(super) address: String,
    /// What was asked there, where it was a question.
    question: Option<Value>,
    pub(super) status: u16,
    media_type: String,
    body: Vec<u8>,
}

impl Entry {
    pub(super) fn new(address: &str, status: u16, media_type: &str, body: Vec<u8>) -> Self {
        Entry {
            address: address.to_owned(),
            question: None,
            status,
            media_type: media_type.to_owned(),
            body,
        }
    }

    /// The same as the answer to a question.
    pub(super) fn to(self, question: Value) -> Self {
        Entry { question: Some(question), ..self }
    }

    /// Its body as JSON; null where it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Its length.
    pub(super) fn n_bytes(&self) -> usize {
        self.body.len()
    }

    /// JSON is kept as it is, everything else as base64.
    fn saved(&self) -> Value {
        let body = match self.media_type.ends_with("json") {
            true => self.json(),
            false => STANDARD.encode(&self.body).into(),
        };
        let mut saved = json!({ "address": self.address, "type": self.media_type, "body": body });
        if let Some(question) = &self.question {
            saved["question"] = question.clone();
        }
        if self.status != 200 {
            saved["status"] = self.status.into();
        }
        saved
    }
}

/// All that a saved page knows, in the order in which it was asked.
#[derive(Default)]
pub(super) struct Table {
    entries: Vec<Entry>,
}

impl Table {
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The JSON at an address.
    pub(super) fn json(&self, address: &str) -> Option<Value> {
        let entry = self.entries.iter().find(|entry| entry.address == address)?;
        (entry.status == 200).then(|| entry.json())
    }

    /// As it is written into the page.
    pub(super) fn saved(&self) -> Value {
        self.entries.iter().map(Entry::saved).collect()
    }
}
