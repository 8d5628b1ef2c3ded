//! `earsight bench calibration`: coverage and false rejections on held-out clips.

use earsight_bench::{NominalRates, calibrate_clips, calibrate_composed, calibrate_later};

use super::{finish, real_clips, run_plan, train_and_test};
use crate::answer::calibration_text;
use crate::args::{CalibrationArgs, CalibrationData, SystemsArgs};
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(args: &CalibrationArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let nominal = NominalRates { coverage: args.coverage, false_rejection: args.reject };
    let mut systems: SystemsArgs = args.systems.clone();
    if systems.models.is_empty() {
        systems.models.push(earsight::models::DEFAULT_MODEL.to_owned());
    }
    let bench = match args.data {
        CalibrationData::Composed => {
            let (parts, n_clips) = (train_and_test(&args.parts)?, [args.clips, args.test_clips]);
            run_plan(&systems, n_threads, terminal, |plan| {
                calibrate_composed(&parts, n_clips, nominal, plan)
            })?
        }
        CalibrationData::Clips => {
            let clips = real_clips(&args.real)?;
            let later = args.later.as_ref().map(|path| crate::library::resolve(Some(path)));
            let later = later.transpose()?.map(|later| later.library.feature_set()).transpose()?;
            run_plan(&systems, n_threads, terminal, |plan| match &later {
                Some(later) => calibrate_later(&clips, later, nominal, plan),
                None => calibrate_clips(&clips, usize::from(args.folds), nominal, plan),
            })?
        }
    };
    finish(&systems, &bench, Some(bench.csv()), &calibration_text(&bench), terminal)?;
    Ok(Exit::with_skips(bench.failures.len()))
}
