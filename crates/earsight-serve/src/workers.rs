//! Work that takes a core: a limited number at a time, a limited queue, the rest is rejected.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Length of the queue for each piece of work that runs.
const QUEUED_EACH: usize = 32;

/// Runs work on threads other than the one that serves connections.
#[derive(Debug)]
pub(crate) struct Workers {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Workers {
    /// Runs that many at a time.
    pub(crate) fn new(n_at_once: usize) -> Self {
        let n_at_once = n_at_once.max(1);
        Workers {
            places: Arc::new(Semaphore::new(n_at_once * (1 + QUEUED_EACH))),
            turns: Arc::new(Semaphore::new(n_at_once)),
        }
    }

    /// Runs the work when its turn has come.
    ///
    /// # Errors
    /// When the queue is full, and those of the work.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Problem::busy())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Problem::busy())?;
        // Work continues when the client has left, and so it keeps its place and its turn.
        let working = tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        // A panic fails this request alone.
        working.await.unwrap_or_else(|_| Err(Problem::internal()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_rejects_and_a_panic_is_a_problem() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let workers = Arc::new(Workers::new(1));
            let broken = workers.run(|| -> Result<(), Problem> { panic!("as tested") }).await;
            assert_eq!(broken, Err(Problem::internal()));
            let (begin, wait) = std::sync::mpsc::channel::<()>();
            let wait = Arc::new(std::sync::Mutex::new(wait));
            let all: Vec<_> = (0..2 + QUEUED_EACH)
                .map(|_| {
                    let (workers, wait) = (Arc::clone(&workers), Arc::clone(&wait));
                    tokio::spawn(async move {
                        workers
                            .run(move || {
                                let _ = wait.lock().map(|wait| wait.recv());
                                Ok(())
                            })
                            .await
                    })
                })
                .collect();
            tokio::task::yield_now().await;
            while workers.places.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            drop(begin);
            let mut n_rejected = 0;
            for response in all {
                n_rejected += usize::from(response.await.unwrap() == Err(Problem::busy()));
            }
            assert_eq!(n_rejected, 1);
        });
    }
}
