//! Steps and epochs of a training, timed by its observer.

use earsight::{Error as ModelError, Observer};

use super::stopwatch::{Machine, Repetitions, Stopwatch};
use super::{SpeedPlan, SpeedTask, config, noise};
use crate::{Error, Result};

/// More than can be made in the time.
const N_EPOCHS: usize = 1_000_000;

pub(super) fn time(plan: &SpeedPlan) -> Result<(Repetitions, Machine)> {
    let noise = noise::clips(plan.dims, plan.n_segments)?;
    let mut timing = Timing { stopwatch: Stopwatch::new(plan.secs), task: plan.task };
    let config = config(plan, N_EPOCHS);
    match plan.entry.fit_with_labels(&config, &noise.features, &noise.annotations, 0, &mut timing) {
        Err(ModelError::Stopped { .. }) => Ok(timing.stopwatch.read()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(Error::ClosedForm { model: plan.entry.name }),
    }
}

struct Timing {
    stopwatch: Stopwatch,
    task: SpeedTask,
}

impl Observer for Timing {
    fn step(&mut self) {
        if self.task == SpeedTask::Step {
            self.stopwatch.end();
            self.stopwatch.begin();
        }
    }

    /// The last call of an epoch, and so the beginning of the next one's first step.
    fn stop_requested(&mut self) -> bool {
        if self.task == SpeedTask::Epoch {
            self.stopwatch.end();
        }
        self.stopwatch.begin();
        self.stopwatch.is_enough()
    }
}
