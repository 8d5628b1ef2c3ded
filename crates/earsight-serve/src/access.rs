//! Access control: requests from this machine are allowed, those of other sites' pages are not.
//!
//! A page of another site can make a browser send requests to a server on loopback. It cannot forge the headers that
//! tell which page sent them (`Sec-Fetch-Site`, `Origin`), nor, with a DNS name that resolves to this machine, the name
//! that the browser sends (`Host`). Beyond loopback a token is required as well.

use std::fs::File;
use std::io::Read as _;
use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;
use crate::{Error, Result};

/// The cookie that stores the token.
const COOKIE: &str = "earsight-token";

/// Which requests are allowed.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    address: SocketAddr,
    /// Required where other machines can connect.
    token: Option<String>,
}

impl Access {
    /// Access control of a server at that address.
    ///
    /// # Errors
    /// When a token is required and cannot be made.
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        let token = if address.ip().is_loopback() { None } else { Some(random_token()?) };
        Ok(Access { address, token })
    }

    /// The address of the page, to be printed.
    pub(crate) fn url(&self) -> String {
        match &self.token {
            None => format!("http://{}/", self.address),
            Some(token) => format!("http://{}/?token={token}", self.address),
        }
    }

    /// Whether the request names this machine, and not a DNS name that resolves to it.
    fn names_this_machine(&self, headers: &HeaderMap) -> bool {
        if !self.address.ip().is_loopback() {
            return true;
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
        matches!(name, Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// Whether the request has the token, in its URL or in the cookie.
    fn has_token(&self, request: &Request) -> bool {
        let Some(token) = &self.token else { return true };
        is_same(token, in_cookie(request.headers())) || is_same(token, in_url(request))
    }
}

/// The token in the URL.
fn in_url(request: &Request) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// The token in the cookie.
fn in_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?.split("; ");
    cookies
        .filter_map(|cookie| cookie.split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// Compares in a time that does not depend on where they differ.
fn is_same(token: &str, given: Option<&str>) -> bool {
    given.is_some_and(|given| {
        let pairs = token.bytes().zip(given.bytes());
        given.len() == token.len() && pairs.fold(0, |all, (a, b)| all | (a ^ b)) == 0
    })
}

/// Whether the headers say that a page of another site sent the request.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").map(|(_, name)| name) != Some(host),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Lets allowed requests through.
pub(crate) async fn admit(State(access): State<Access>, request: Request, next: Next) -> Response {
    if !access.names_this_machine(request.headers()) {
        return Problem::other_host().into_response();
    }
    // Links from other sites to the page are fine; requests for data are not.
    let is_page = !request.uri().path().starts_with("/api/");
    if !is_page && is_cross_site(request.headers()) {
        return Problem::cross_site().into_response();
    }
    if !access.has_token(&request) {
        return Problem::no_token().into_response();
    }
    let has_url_token = access.token.is_some() && in_url(&request).is_some();
    let mut response = next.run(request).await;
    if let (true, Some(token)) = (has_url_token, &access.token) {
        let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// 128 random bits of the operating system, in hex.
fn random_token() -> Result<String> {
    let mut bits = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bits))
        .map_err(Error::Token)?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|&(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    #[test]
    fn only_names_of_this_machine_are_allowed() {
        let access = Access::new(([127, 0, 0, 1], 80).into()).unwrap();
        for (host, expected) in [
            ("127.0.0.1:8000", true),
            ("localhost", true),
            ("[::1]:8000", true),
            ("evil.example:8000", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:80", false),
        ] {
            assert_eq!(access.names_this_machine(&headers(&[("host", host)])), expected, "{host}");
        }
        assert!(!access.names_this_machine(&headers(&[])));
    }

    #[test]
    fn other_sites_are_recognized_by_headers() {
        for (pairs, expected) in [
            (&[("host", "localhost:1")][..], false),
            (&[("host", "localhost:1"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "localhost:1"), ("sec-fetch-site", "cross-site")], true),
            (&[("host", "localhost:1"), ("sec-fetch-site", "same-site")], true),
            (&[("host", "localhost:1"), ("origin", "http://localhost:1")], false),
            (&[("host", "localhost:1"), ("origin", "http://localhost:2")], true),
            (&[("host", "localhost:1"), ("origin", "null")], true),
        ] {
            assert_eq!(is_cross_site(&headers(pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn beyond_loopback_a_token_is_required() {
        let access = Access::new(([10, 0, 0, 1], 80).into()).unwrap();
        let token = access.token.clone().unwrap();
        assert!(access.url().ends_with(&token) && token.len() == 32);
        let has_token = |uri: &str, cookie: &str| {
            let request = Request::builder().uri(uri).header(header::COOKIE, cookie);
            access.has_token(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert!(has_token(&format!("/?token={token}"), "a=b"));
        assert!(has_token("/", &format!("a=b; {COOKIE}={token}")));
        assert!(!has_token("/?token=", "a=b"));
        assert!(!has_token("/?token=0123", &format!("{COOKIE}={}", &token[1..])));
    }
}
