//! Work in parallel.

/// The results of `of_piece` for all pieces, each computed on a thread of its own unless there is only one.
pub(crate) fn in_parallel<P: Send, R: Send>(
    pieces: Vec<P>,
    of_piece: impl Fn(P) -> R + Sync,
) -> Vec<R> {
    if pieces.len() < 2 {
        return pieces.into_iter().map(of_piece).collect();
    }
    let of_piece = &of_piece;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            pieces.into_iter().map(|piece| scope.spawn(move || of_piece(piece))).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .map(|result| result.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
