//! Ctrl-C requests a stop; work ends where it can be resumed.

use std::io::{self, Read as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::exit::Exit;

/// Whether a stop of this program is requested.
static IS_REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Whether a stop is requested.
pub fn is_requested() -> bool {
    IS_REQUESTED.load(Ordering::SeqCst)
}

/// The flag of the request, for libraries that read it.
pub fn flag() -> Arc<AtomicBool> {
    IS_REQUESTED.clone()
}

fn request() {
    IS_REQUESTED.store(true, Ordering::SeqCst);
}

/// From now on the first Ctrl-C only requests a stop; a second one ends the program at once.
///
/// That too loses nothing that was written: no file is ever half-written.
pub fn request_on_ctrl_c() {
    on_ctrl_c(request);
}

/// From now on the end of standard input requests a stop: the parent process has closed it or ended.
pub fn request_on_end_of_stdin() {
    thread::spawn(|| {
        let mut stdin = io::stdin().lock();
        while matches!(stdin.read(&mut [0; 64]), Ok(1..)) {}
        request();
    });
}

/// Calls `stop` at the first Ctrl-C, SIGTERM or SIGHUP; a second one ends the program at once.
pub fn on_ctrl_c(stop: impl FnOnce() + Send + 'static) {
    // Where no handler can be installed, Ctrl-C ends the program, which is safe.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    thread::spawn(move || {
        let mut signals = signals.forever();
        signals.next();
        stop();
        signals.next();
        std::process::exit(i32::from(Exit::Stopped.code()));
    });
}
