//! Where the bytes of pictures come from.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Result;
use crate::child::{Child, Heard, TwoOutputs};

/// A running ffmpeg, or one of the two streams of one.
#[derive(Debug)]
pub(super) enum Source {
    Alone(Child),
    OneOfTwo { both: Arc<Mutex<TwoOutputs>>, output: usize },
}

impl Source {
    /// Both streams of a run; it ends when both are dropped.
    pub(super) fn both(both: TwoOutputs) -> [Source; 2] {
        let both = Arc::new(Mutex::new(both));
        [0, 1].map(|output| Source::OneOfTwo { both: Arc::clone(&both), output })
    }

    /// As [`TwoOutputs::read`].
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<Option<usize>> {
        match self {
            Source::Alone(child) => child.read(buffer).map(Some),
            Source::OneOfTwo { both, output } => locked(both).read(*output, buffer),
        }
    }

    /// As [`Child::leave`].
    pub(super) fn leave(&mut self) -> Result<Heard> {
        match self {
            Source::Alone(child) => child.leave(),
            Source::OneOfTwo { both, .. } => locked(both).leave(),
        }
    }

    /// The file that is decoded.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Source::Alone(child) => child.path().to_owned(),
            Source::OneOfTwo { both, .. } => locked(both).path().to_owned(),
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let Source::OneOfTwo { both, output } = self {
            locked(both).drop_output(*output);
        }
    }
}

/// What is behind the lock is whole at any moment.
fn locked(both: &Mutex<TwoOutputs>) -> MutexGuard<'_, TwoOutputs> {
    both.lock().unwrap_or_else(PoisonError::into_inner)
}
