//! `earsight bench curve`: every system with few clips and with many.

use earsight_bench::{ComposedProtocol, ComposedSizes, Curves, bundled};
use earsight_report::{CurveLine, CurvePlot, curve_figure};

use super::planned;
use crate::answer::CurvesBenched;
use crate::args::CurveArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

pub fn run(args: &CurveArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.figure {
        check_folder(path)?;
    }
    let (train, test) = (bundled::parts(0)?, bundled::parts(1)?);
    let clips = bundled::clips()?;
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
        publish(path, curve_figure(&plots(&curves)).as_bytes())?;
    }
    if let Some(path) = &args.systems.csv {
        publish(path, curves.csv().as_bytes())?;
    }
    let n_failures = curves.failures.len();
    let answer = CurvesBenched { curves };
    if let Some(path) = &args.systems.markdown {
        publish(path, answer.markdown().as_bytes())?;
    }
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(n_failures))
}

/// One plot per score, one line per system.
fn plots(curves: &Curves) -> Vec<CurvePlot> {
    let of_score = |points: &[earsight_bench::CurvePoint]| {
        let mut lines: Vec<CurveLine> = Vec::new();
        for point in points {
            let value =
                (point.n_clips, point.spread.mean, [point.interval.low, point.interval.high]);
            match lines.iter_mut().find(|line| line.name == point.model) {
                Some(line) => line.points.push(value),
                None => lines.push(CurveLine { name: point.model.clone(), points: vec![value] }),
            }
        }
        CurvePlot { title: points[0].score.title().to_owned(), lines }
    };
    // The two scores of composed clips alternate by size.
    let mut points = curves.points.clone();
    points.sort_by_key(|point| point.score as u8);
    points.chunk_by(|a, b| a.score == b.score).map(of_score).collect()
}
