//! `earsight bench calibration`: are promises kept on clips that nobody had seen.

use earsight_bench::{Promise, calibrate_clips, calibrate_composed};

use super::{planned, real_clips, train_and_test, write_files};
use crate::answer::Calibrated;
use crate::args::{CalibrationArgs, CalibrationData, SystemsArgs};
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(args: &CalibrationArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let promise = Promise { coverage: args.coverage, refuse: args.refuse };
    let mut systems: SystemsArgs = args.systems.clone();
    if systems.models.is_empty() {
        systems.models.push(earsight::models::DEFAULT_MODEL.to_owned());
    }
    let bench = match args.data {
        CalibrationData::Composed => {
            let [train, test] = train_and_test(&args.parts)?;
            planned(&systems, n_threads, terminal, |plan| {
                calibrate_composed(&train, &test, args.clips, args.test_clips, promise, plan)
            })?
        }
        CalibrationData::Clips => {
            let clips = real_clips(&args.real)?;
            planned(&systems, n_threads, terminal, |plan| {
                calibrate_clips(&clips, usize::from(args.folds), promise, plan)
            })?
        }
    };
    let answer = Calibrated { bench };
    write_files(&systems, Some(answer.bench.csv()), &answer.markdown())?;
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(answer.bench.failures.len()))
}
