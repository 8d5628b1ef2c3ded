//! `earsight bench curve`: every system with few clips and with many.

use earsight_bench::{ComposedProtocol, ComposedSizes, Curves, curve_figure};

use super::{planned, real_clips, train_and_test, write_files};
use crate::answer::CurvesBenched;
use crate::args::CurveArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

pub fn run(args: &CurveArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.figure {
        check_folder(path)?;
    }
    let [train, test] = train_and_test(&args.parts)?;
    let clips = real_clips(&args.real)?;
    let n_folds = usize::from(args.folds);
    let composed = ComposedSizes {
        train: &train,
        test: &test,
        protocol: ComposedProtocol { n_test_clips: args.test_clips, ..ComposedProtocol::default() },
        sizes: &args.composed,
    };
    let curves = planned(&args.systems, n_threads, terminal, |plan| {
        let mut curves = Curves::default();
        curves.add_composed(&composed, plan)?;
        curves.add_clips(&clips, n_folds, &args.clips, plan)?;
        Ok(curves)
    })?;
    if let Some(path) = &args.figure {
        publish(path, curve_figure(&curves).as_bytes())?;
    }
    let answer = CurvesBenched { curves };
    write_files(&args.systems, Some(answer.curves.csv()), &answer.markdown())?;
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(answer.curves.failures.len()))
}
