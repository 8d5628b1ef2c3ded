//! Fits models on composed clips and prints how well they localize and retrieve on held-out parts.
//!
//! `cargo run --release -p earsight-bench --example composed -- PARTS_DIR [MODEL] [N_CLIPS] [SEED] [OVERRIDES_JSON]`

#![allow(clippy::print_stdout)]

use std::path::Path;

use earsight::evaluation::{localize_events, localize_shuffled};
use earsight::{EpochReport, Fit, Observer, models};
use earsight_bench::{composed::Parts, retrieval_table::mean_reciprocal_ranks};
use earsight_core::Modality;

struct PrintEpochs;

impl Observer for PrintEpochs {
    fn epoch(&mut self, report: &EpochReport) {
        if report.epoch.is_multiple_of(report.n_epochs.div_ceil(8))
            || report.epoch + 1 == report.n_epochs
        {
            let terms: Vec<String> =
                report.terms.iter().map(|(name, value)| format!("{name} {value:.3}")).collect();
            println!(
                "  epoch {}/{} total {:.3} {} active {:?}",
                report.epoch + 1,
                report.n_epochs,
                report.total,
                terms.join(" "),
                report.active_units
            );
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let folder = Path::new(args.get(1).ok_or("name the folder with the parts")?);
    let name = args.get(2).map_or("ms-vae", String::as_str);
    let n_clips: usize = args.get(3).map_or(Ok(3000), |typed| typed.parse())?;
    let seed: u64 = args.get(4).map_or(Ok(0), |typed| typed.parse())?;
    let overrides =
        args.get(5).map_or(Ok(serde_json::json!({})), |typed| serde_json::from_str(typed))?;
    let (train, _) = Parts::read(folder, 0)?.compose(n_clips, seed)?;
    let (test, annotations) = Parts::read(folder, 1)?.compose(400, 1000 + seed)?;
    let entry = models::entry(name)?;
    let config = models::resolve((entry.default_config)(), &overrides);
    let Fit::Unsupervised(fit) = entry.fit else { return Err("the model needs labels".into()) };
    let started = std::time::Instant::now();
    let model = fit(&config, &train, seed, &mut PrintEpochs)?;
    println!("{name} {n_clips} clips, fitted in {:.1} s", started.elapsed().as_secs_f64());
    for (what, events) in [
        ("exact", localize_events(model.as_ref(), &test, &annotations)?),
        ("shuffled", localize_shuffled(model.as_ref(), &test, &annotations)?),
    ] {
        for from in Modality::ALL {
            let hits: Vec<f64> = events
                .iter()
                .filter(|event| event.from == from)
                .map(|event| event.found.exact_match(event.truth))
                .collect();
            let mean = hits.iter().sum::<f64>() / hits.len() as f64;
            println!("{what} from {from}: {:.1} %", 100.0 * mean);
        }
    }
    let mrr = mean_reciprocal_ranks(model.as_ref(), &test, &annotations, seed)?;
    println!(
        "MRR A-A {:.3} A-V {:.3} V-A {:.3} V-V {:.3}",
        mrr.audio.audio, mrr.audio.visual, mrr.visual.audio, mrr.visual.visual
    );
    Ok(())
}
