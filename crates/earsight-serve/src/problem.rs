//! Errors as responses (RFC 9457); they never contain a path of this machine.

use std::ops::RangeInclusive;

use axum::body::to_bytes;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use earsight_library::{Error, QueryError};
use serde::Serialize;
use utoipa::ToSchema;

/// The longest text of such an error.
const MAX_TEXT_BYTES: usize = 4096;

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Its kind: not-found, file-gone, invalid, busy, cross-site, other-host, no-token, unusable, too-large, overtime,
    /// not-learned, no-concepts, cannot-generate, internal.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
}

impl Problem {
    pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

    fn new(status: StatusCode, kind: &'static str, title: &'static str) -> Self {
        Problem { kind, title, status: status.as_u16(), detail: None }
    }

    fn with(self, detail: impl ToString) -> Self {
        Problem { detail: Some(detail.to_string()), ..self }
    }

    pub(crate) fn not_found(what: &str) -> Self {
        let detail = format!("there is no {what}");
        Problem::new(StatusCode::NOT_FOUND, "not-found", "Not found").with(detail)
    }

    pub(crate) fn gone() -> Self {
        Problem::new(StatusCode::GONE, "file-gone", "The file is not where it was")
            .with("it was moved or removed after the library was made; extract the folder again")
    }

    pub(crate) fn invalid(detail: impl ToString) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, "invalid", "Invalid request").with(detail)
    }

    /// A body that is too long, cut off, or no valid request.
    pub(crate) fn unreadable(rejection: &JsonRejection) -> Self {
        Problem::new(rejection.status(), "invalid", "Invalid request").with(rejection.body_text())
    }

    /// A parameter outside its range.
    pub(crate) fn unless_within(
        parameter: &str,
        value: usize,
        range: RangeInclusive<usize>,
    ) -> Result<(), Problem> {
        if range.contains(&value) {
            return Ok(());
        }
        let (least, most) = range.into_inner();
        Err(Problem::invalid(format!("{parameter} is {value}, it may be {least} to {most}")))
    }

    pub(crate) fn too_large(most_bytes: u64) -> Self {
        let detail = format!("a file may have {} MiB", most_bytes >> 20);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large").with(detail)
    }

    pub(crate) fn overtime() -> Self {
        Problem::new(StatusCode::REQUEST_TIMEOUT, "overtime", "It took too long")
            .with("try again, or something shorter")
    }

    pub(crate) fn busy() -> Self {
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "busy", "Too many requests")
            .with("wait a moment and try again")
    }

    pub(crate) fn cross_site() -> Self {
        Problem::new(StatusCode::FORBIDDEN, "cross-site", "Request from a page of another site")
            .with("only this server's own page may send it")
    }

    pub(crate) fn other_host() -> Self {
        Problem::new(StatusCode::MISDIRECTED_REQUEST, "other-host", "Not the name of this machine")
            .with("open the page at 127.0.0.1 or localhost")
    }

    pub(crate) fn no_token() -> Self {
        Problem::new(StatusCode::UNAUTHORIZED, "no-token", "A token is required")
            .with("open the address that the program printed")
    }

    pub(crate) fn unusable(detail: impl ToString) -> Self {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unusable", "It cannot be processed")
            .with(detail)
    }

    pub(crate) fn internal() -> Self {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error")
            .with("`earsight doctor` says what is wrong with it")
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Query(QueryError::NoSuchFile { typed }) => {
                Problem::not_found(&format!("clip `{typed}`"))
            }
            Error::Query(error) => Problem::invalid(error),
            Error::NoConcepts { .. } => {
                Problem::new(StatusCode::CONFLICT, "no-concepts", "The library has no concepts")
                    .with("`earsight upgrade` adds them")
            }
            Error::Words(error) => Problem::invalid(error),
            Error::ModelName(_) | Error::NoIndex { .. } => {
                Problem::new(StatusCode::CONFLICT, "not-learned", "No model was trained yet")
                    .with("`earsight learn` trains one on the library's clips")
            }
            error @ (Error::CannotGenerate { .. } | Error::NoLatent { .. }) => {
                Problem::new(StatusCode::CONFLICT, "cannot-generate", "The model cannot do that")
                    .with(error)
            }
            Error::Extract(_) => Problem::unusable("it cannot be decoded"),
            Error::Model(error @ earsight::Error::QueryLength { .. }) => Problem::invalid(error),
            _ => Problem::internal(),
        }
    }
}

/// Describes the errors that the router itself responds with: a path, query or method that no route takes.
pub(crate) async fn describe(response: Response) -> Response {
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|media_type| media_type.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    if !status.is_client_error() || status == StatusCode::RANGE_NOT_SATISFIABLE || !is_plain {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = to_bytes(body, MAX_TEXT_BYTES).await.unwrap_or_default();
    let reason = status.canonical_reason().unwrap_or_default();
    let detail = if text.is_empty() { reason.into() } else { String::from_utf8_lossy(&text) };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    let problem = Problem::new(status, "invalid", "Invalid request").with(detail);
    (parts.headers, problem).into_response()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let json = HeaderValue::from_static(Problem::MEDIA_TYPE);
        let mut response = (status, [(header::CONTENT_TYPE, json)], body).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
