//! The number of threads for products.

use rayon::prelude::*;

use crate::Tape;

/// The usual size of a program's first stack.
const STACK_BYTES: usize = 8 << 20;

/// Runs `work` on a thread of a pool of so many threads, which its products use: from outside of
/// the pool each product would have to wake it first.
///
/// One thread suits programs that keep every core busy with runs of their own.
/// Where no thread can be started, `work` runs on this one, and products use the existing pool.
pub fn on_threads<R: Send>(n_threads: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads.max(1));
    match pool.stack_size(STACK_BYTES).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// The results of `of_piece` for all pieces, on all threads, each piece on one thread with a tape whose
/// products use that thread alone. The number of threads changes only the time.
pub fn on_tapes<P: Send, R: Send>(
    pieces: Vec<P>,
    of_piece: impl Fn(&mut Tape, P) -> R + Sync + Send,
) -> Vec<R> {
    pieces.into_par_iter().map_init(Tape::of_one_worker, of_piece).collect()
}
