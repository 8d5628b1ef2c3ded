//! How many threads a product may take.

/// Runs `work` so that products inside of it take one thread: for programs that keep every core busy with runs
/// of their own, where a second thread per product only stands in the way.
///
/// Where no thread can be made, `work` runs here, and products take what there is.
pub fn on_one_thread<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
