//! Errors that prevent the server from starting.

use std::io;
use std::net::SocketAddr;

/// Errors that prevent the server from starting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is in use, or not one of this machine.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The operating system provides no random numbers for a token.
    #[error("cannot make a token")]
    Token(#[source] io::Error),
    /// There is no temporary folder for uploads.
    #[error("cannot make a temporary folder")]
    Temporary(#[source] io::Error),
    /// The asynchronous runtime cannot start.
    #[error("cannot wait for connections")]
    Runtime(#[source] io::Error),
    /// A request of the page failed, so that its response cannot be saved.
    #[error("cannot save the page: {detail} ({address})")]
    Response {
        /// The requested address.
        address: String,
        /// What the response says is wrong.
        detail: String,
    },
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
