//! How many threads there are for products.

use rayon::prelude::*;

use crate::Tape;

/// As large as that of a program's first thread.
const STACK_BYTES: usize = 8 << 20;

/// Runs `work` so that products inside of it take at most so many threads, one of which is its own: from outside of
/// the pool each product would begin by waking it.
///
/// Where no thread can be made, `work` runs here, and products take what there is.
pub fn on_threads<R: Send>(n_threads: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads.max(1));
    match pool.stack_size(STACK_BYTES).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Runs `work` so that products inside of it take one thread: for programs that keep every core busy with runs
/// of their own, where a second thread per product only stands in the way.
pub fn on_one_thread<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    on_threads(1, work)
}

/// What `of_piece` makes of each piece of some work, on all threads, each piece on one of them with a tape whose
/// products take that thread alone. How many threads there are changes nothing but the time.
pub fn on_tapes<P: Send, R: Send>(
    pieces: Vec<P>,
    of_piece: impl Fn(&mut Tape, P) -> R + Sync + Send,
) -> Vec<R> {
    pieces.into_par_iter().map_init(Tape::of_one_worker, of_piece).collect()
}
