//! What can keep a page from being served.

use std::io;
use std::net::SocketAddr;

/// What can keep a page from being served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is taken, or not this machine's.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The system gives no random numbers for a token.
    #[error("cannot make a token")]
    Token(#[source] io::Error),
    /// There is no room for files that are brought along.
    #[error("cannot make a temporary folder")]
    Temporary(#[source] io::Error),
    /// The system gives no means to wait for connections.
    #[error("cannot wait for connections")]
    Runtime(#[source] io::Error),
    /// A question of the page has no answer to be saved.
    #[error("cannot save the page: {detail} ({address})")]
    Answer {
        /// The address that was asked.
        address: String,
        /// What the answer says is wrong.
        detail: String,
    },
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
