//! Own-clip retrieval on real clips: five folds by clip, beside chance.
//!
//! `cargo run --release -p earsight-bench --example clips -- FEATURES.safetensors [MODEL] [N_SEEDS] [OVERRIDES_JSON]`

#![allow(clippy::print_stdout)]

use std::path::Path;

use earsight::evaluation::{folds_by_clip, own_clip_ranks};
use earsight::retrieval::{chance_of_one_relevant, mean_reciprocal_rank};
use earsight::{Fit, models};
use earsight_bench::real_clips;
use earsight_core::PerModality;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let features = real_clips::read(Path::new(args.get(1).ok_or("name the features file")?))?;
    let name = args.get(2).map_or("ms-vae", String::as_str);
    let n_seeds: u64 = args.get(3).map_or(Ok(1), |typed| typed.parse())?;
    let overrides =
        args.get(4).map_or(Ok(serde_json::json!({})), |typed| serde_json::from_str(typed))?;
    let entry = models::entry(name)?;
    let config = models::resolve((entry.default_config)(), &overrides);
    let Fit::Unsupervised(fit) = entry.fit else { return Err("the model needs labels".into()) };
    for seed in 0..n_seeds {
        let mut ranks = PerModality::<Vec<Option<f64>>>::default();
        let mut chances = Vec::new();
        for fold in folds_by_clip(&features, 5, seed) {
            let model = fit(&config, &features.subset(&fold.train), seed, &mut ())?;
            let held_out = features.subset(&fold.held_out);
            let found = own_clip_ranks(model.as_ref(), &held_out)?;
            chances.push(chance_of_one_relevant(fold.held_out.len()));
            ranks.audio.extend(found.audio.into_iter().map(Some));
            ranks.visual.extend(found.visual.into_iter().map(Some));
        }
        println!(
            "{name} seed {seed}: MRR A-V {:.3} V-A {:.3}, chance {:.3}",
            mean_reciprocal_rank(&ranks.audio),
            mean_reciprocal_rank(&ranks.visual),
            chances.iter().sum::<f64>() / chances.len() as f64
        );
    }
    Ok(())
}
