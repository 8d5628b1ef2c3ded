//! `earsight bench speed`: the speed of the program, compared with that of the machine.

mod extraction;

use earsight_baselines::REGISTRY;
use earsight_bench::speed::{SpeedPlan, SpeedTask, speed};

use crate::args::{SpeedArgs, SpeedWork};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Of a training, at least, so that an epoch has some steps.
const FEWEST_SEGMENTS: usize = 2560;
/// Of `--what embed`: three hours.
const EMBEDDED_SEGMENTS: usize = 10_000;
/// Of `--what search`: a day and a bit.
const SEARCHED_SEGMENTS: usize = 100_000;

pub fn run(args: &SpeedArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let batch = args.batch as usize;
    let task = match args.what {
        SpeedWork::Step => SpeedTask::Step,
        SpeedWork::Epoch => SpeedTask::Epoch,
        SpeedWork::Embed => SpeedTask::Embed,
        SpeedWork::Search => SpeedTask::Search,
        SpeedWork::Extract => {
            terminal.answer(&extraction::time(args, n_threads, terminal)?)?;
            return Ok(Exit::Done);
        }
    };
    let n_segments = args.segments.map_or_else(
        || match task {
            SpeedTask::Embed => EMBEDDED_SEGMENTS,
            SpeedTask::Search => SEARCHED_SEGMENTS,
            SpeedTask::Step | SpeedTask::Epoch => FEWEST_SEGMENTS.max(10 * batch),
        },
        |n| n as usize,
    );
    let plan = SpeedPlan {
        task,
        entry: REGISTRY.entry(&args.choice.model)?,
        config: args.choice.resolved()?,
        dims: args.dims,
        batch,
        n_segments,
        n_threads,
        secs: args.secs,
    };
    terminal.answer(&speed(&plan)?)?;
    Ok(Exit::Done)
}
