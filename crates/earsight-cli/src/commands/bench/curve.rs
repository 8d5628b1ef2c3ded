//! `earsight bench curve`: every system with few clips and with many.

use earsight_bench::{ComposedProtocol, ComposedSizes, CurvePoint, CurveScore, Curves};
use earsight_report::{CurveLine, CurvePlot, curve_figure};

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
        publish(path, curve_figure(&plots(&curves)).as_bytes())?;
    }
    let answer = CurvesBenched { curves };
    write_files(&args.systems, Some(answer.curves.csv()), &answer.markdown())?;
    terminal.answer(&answer)?;
    Ok(Exit::with_skips(answer.curves.failures.len()))
}

/// One plot per score, one line per system.
fn plots(curves: &Curves) -> Vec<CurvePlot> {
    let plot = |(score, points): (CurveScore, Vec<&CurvePoint>)| {
        let mut lines: Vec<CurveLine> = Vec::new();
        for CurvePoint { n_clips, model, spread, interval, .. } in &points {
            let value = (*n_clips, spread.mean, [interval.low, interval.high]);
            match lines.iter_mut().find(|line| line.name == *model) {
                Some(line) => line.points.push(value),
                None => lines.push(CurveLine { name: model.clone(), points: vec![value] }),
            }
        }
        let chance = points.iter().map(|point| (point.n_clips, point.chance)).collect();
        CurvePlot { title: score.title().to_owned(), lines, chance }
    };
    curves.by_score().into_iter().map(plot).collect()
}
