//! Who may ask: the person at this machine, and nobody through a page of somebody else.
//!
//! A page from elsewhere can make a browser ask a server on loopback. It cannot make the browser say that the request
//! comes from our own page (`Sec-Fetch-Site`, `Origin`), nor, by a name that points here, that it means this machine
//! (`Host`). Beyond loopback a token is needed, too.

use std::fs::File;
use std::io::Read as _;
use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;
use crate::{Error, Result};

/// Where the token is kept in the browser.
const COOKIE: &str = "earsight-token";

/// Who may ask.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    address: SocketAddr,
    /// Needed where others than this machine can connect.
    token: Option<String>,
}

impl Access {
    /// For a server at that address.
    ///
    /// # Errors
    /// When a token is needed and cannot be made.
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        let token = if address.ip().is_loopback() { None } else { Some(random_token()?) };
        Ok(Access { address, token })
    }

    /// The page, for the one who started the program.
    pub(crate) fn url(&self) -> String {
        match &self.token {
            None => format!("http://{}/", self.address),
            Some(token) => format!("http://{}/?token={token}", self.address),
        }
    }

    /// Whether the request means this machine, and not a name that somebody made point here.
    fn is_meant(&self, headers: &HeaderMap) -> bool {
        if !self.address.ip().is_loopback() {
            return true;
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
        matches!(name, Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// Whether the request has the token, in its address or in the browser's cookie.
    fn has_token(&self, request: &Request) -> bool {
        let Some(token) = &self.token else { return true };
        is_same(token, cookie(request.headers())) || is_same(token, typed(request))
    }
}

/// The token in the address.
fn typed(request: &Request) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// The token in the cookie.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?.split("; ");
    cookies
        .filter_map(|cookie| cookie.split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// Takes as long whatever is wrong.
fn is_same(token: &str, given: Option<&str>) -> bool {
    given.is_some_and(|given| {
        let pairs = token.bytes().zip(given.bytes());
        given.len() == token.len() && pairs.fold(0, |all, (a, b)| all | (a ^ b)) == 0
    })
}

/// Whether a browser says that another site's page asks.
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

/// Lets through who may ask.
pub(crate) async fn admit(State(access): State<Access>, request: Request, next: Next) -> Response {
    if !access.is_meant(request.headers()) {
        return Problem::other_host().into_response();
    }
    // To come from a link of another page is fine; to be asked for data by one is not.
    let is_page = !request.uri().path().starts_with("/api/");
    if !is_page && is_cross_site(request.headers()) {
        return Problem::cross_site().into_response();
    }
    if !access.has_token(&request) {
        return Problem::no_token().into_response();
    }
    let is_typed = access.token.is_some() && typed(&request).is_some();
    let mut response = next.run(request).await;
    if let (true, Some(token)) = (is_typed, &access.token) {
        let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// 128 random bits of the system, in hex.
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
    fn only_this_machine_is_meant() {
        let access = Access::new(([127, 0, 0, 1], 80).into()).unwrap();
        for (host, expected) in [
            ("127.0.0.1:8000", true),
            ("localhost", true),
            ("[::1]:8000", true),
            ("evil.example:8000", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:80", false),
        ] {
            assert_eq!(access.is_meant(&headers(&[("host", host)])), expected, "{host}");
        }
        assert!(!access.is_meant(&headers(&[])));
    }

    #[test]
    fn other_sites_are_told_by_what_browsers_say() {
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
    fn beyond_loopback_a_token_is_needed() {
        let access = Access::new(([10, 0, 0, 1], 80).into()).unwrap();
        let token = access.token.clone().unwrap();
        assert!(access.url().ends_with(&token) && token.len() == 32);
        let ask = |uri: &str, cookie: &str| {
            let request = Request::builder().uri(uri).header(header::COOKIE, cookie);
            access.has_token(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert!(ask(&format!("/?token={token}"), "a=b"));
        assert!(ask("/", &format!("a=b; {COOKIE}={token}")));
        assert!(!ask("/?token=", "a=b"));
        assert!(!ask("/?token=0123", &format!("{COOKIE}={}", &token[1..])));
    }
}
