//! `earsight bench curve`: every system with few clips and with many.

use earsight_bench::{Curves, curve_figure};

use super::{finish, real_clips, run_plan, train_and_test};
use crate::answer::curves_text;
use crate::args::CurveArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

pub fn run(args: &CurveArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.figure {
        check_folder(path)?;
    }
    let parts = train_and_test(&args.parts)?;
    let clips = real_clips(&args.real)?;
    let curves = run_plan(&args.systems, n_threads, terminal, |plan| {
        let mut curves = Curves::default();
        curves.add_composed(&parts, args.test_clips, &args.composed, plan)?;
        curves.add_clips(&clips, usize::from(args.folds), &args.clips, plan)?;
        Ok(curves)
    })?;
    if let Some(path) = &args.figure {
        publish(path, curve_figure(&curves).as_bytes())?;
    }
    finish(&args.systems, &curves, Some(curves.csv()), &curves_text(&curves), terminal)?;
    Ok(Exit::with_skips(curves.failures.len()))
}
