//! Steps and epochs of a training, timed by listening to it.

use earsight::{Error as ModelError, Observer};

use super::made_features::{annotations, made};
use super::stopwatch::{Machine, Repetitions, Stopwatch};
use super::{SpeedPlan, SpeedTask, config};
use crate::{Error, Result};

/// More than anybody waits for.
const N_EPOCHS: usize = 1_000_000;

pub(super) fn time(plan: &SpeedPlan) -> Result<(Repetitions, Machine)> {
    let features = made(plan.dims, plan.n_segments)?;
    let labels = annotations(&features);
    let mut listening = Listening { stopwatch: Stopwatch::new(plan.secs), task: plan.task };
    let config = config(plan, N_EPOCHS);
    match plan.entry.fit_with_labels(&config, &features, &labels, 0, &mut listening) {
        Err(ModelError::Stopped { .. }) => Ok(listening.stopwatch.read()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(Error::ClosedForm { model: plan.entry.name }),
    }
}

struct Listening {
    stopwatch: Stopwatch,
    task: SpeedTask,
}

impl Observer for Listening {
    fn step(&mut self) {
        if self.task == SpeedTask::Step {
            self.stopwatch.end();
            self.stopwatch.begin();
        }
    }

    /// The last that is heard of an epoch, and so the beginning of the next one's first step.
    fn stop_requested(&mut self) -> bool {
        if self.task == SpeedTask::Epoch {
            self.stopwatch.end();
        }
        self.stopwatch.begin();
        self.stopwatch.is_enough()
    }
}
