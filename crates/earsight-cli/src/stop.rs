//! Ctrl-C requests a stop; work ends where it can be resumed.

use std::io::{self, Read as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::exit::Exit;

/// Set by Ctrl-C, looked at by long work.
#[derive(Debug, Clone, Default)]
pub struct StopFlag(Arc<AtomicBool>);

/// The one flag of this program.
static FLAG: LazyLock<StopFlag> = LazyLock::new(StopFlag::default);

impl StopFlag {
    /// From now on Ctrl-C only sets the flag; a second one ends the program at once.
    ///
    /// That too loses nothing that was written: no file is ever half-written.
    pub fn on_ctrl_c() -> Self {
        let set = FLAG.clone();
        on_ctrl_c(move || set.0.store(true, Ordering::SeqCst));
        FLAG.clone()
    }

    /// From now on the end of standard input sets the flag: whoever began this program has closed it, or is gone.
    pub fn on_end_of_stdin() {
        let set = FLAG.clone();
        thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            while matches!(stdin.read(&mut [0; 64]), Ok(1..)) {}
            set.0.store(true, Ordering::SeqCst);
        });
    }

    /// Whether the person asked to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// The flag itself, for libraries that look at it.
    pub fn shared(&self) -> Arc<AtomicBool> {
        self.0.clone()
    }
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
