//! `earsight bench reproduce`: every table and figure of the paper, and REPRODUCTION.md.

use std::path::Path;

use anyhow::Context as _;
use earsight_bench::ave::Ave;
use earsight_bench::{
    Bench, ComposedProtocol, Reproduction, bench_clips, bench_composed, bundled, latent_figure,
    localization_figure,
};

use super::ave::splits;
use super::planned;
use crate::answer::{AveBenched, Written};
use crate::args::ReproduceArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

/// Panels of Fig. 3, as the paper calls them.
const PANELS: [(&str, &str); 4] = [
    ("cm-vae", "CM-VAE"),
    ("ms-vae-no-w", "MS-VAE"),
    ("ms-vae-paper", "MS-VAE+W"),
    ("ms-vae", "ms-vae, ours"),
];
/// Clips and folds of the real clips.
const N_FOLDS: usize = 5;
/// The system whose answers are Fig. 2.
const SHOWN: &str = "ms-vae";

pub fn run(args: &ReproduceArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    check_folder(&args.output)?;
    let folder = args.output.parent().unwrap_or(Path::new("")).join(&args.figures);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let protocol = ComposedProtocol {
        n_train_clips: args.clips,
        n_test_clips: args.test_clips,
        ..ComposedProtocol::default()
    };
    let ave = args.ave.as_deref().map(ave_without_features).transpose()?;
    let began = std::time::Instant::now();
    let (train, test) = (bundled::parts(0)?, bundled::parts(1)?);
    let composed = planned(&args.systems, n_threads, terminal, |plan| {
        bench_composed(&train, &test, &protocol, plan)
    })?;
    terminal.remark(format!("composed clips: {} s", began.elapsed().as_secs()));
    let features = bundled::clips()?;
    let clips =
        planned(&args.systems, n_threads, terminal, |plan| bench_clips(&features, N_FOLDS, plan))?;
    terminal.remark(format!("real clips too: {} s", began.elapsed().as_secs()));
    let mut figures = Vec::new();
    for (name, title, svg) in drawn(&composed) {
        publish(&folder.join(name), svg.as_bytes())?;
        figures.push((title.to_owned(), format!("{}/{name}", args.figures.display())));
    }
    let document = Reproduction {
        command: format!(
            "earsight bench reproduce --clips {} --test-clips {} --seeds {}",
            args.clips, args.test_clips, args.systems.seeds
        ),
        revision: args.revision.clone(),
        composed: &composed,
        clips: &clips,
        ave,
        figures,
    };
    let markdown = document.markdown();
    publish(&args.output, markdown.as_bytes())?;
    if let Some(path) = &args.systems.csv {
        publish(path, composed.csv().as_bytes())?;
    }
    terminal.answer(&Written { file: args.output.clone(), n_bytes: markdown.len() })?;
    Ok(Exit::with_skips(composed.failures.len() + clips.failures.len()))
}

/// Priors, chance levels and traps of AVE's published files.
fn ave_without_features(folder: &Path) -> anyhow::Result<String> {
    let ave = Ave::read(folder)?;
    let answer = AveBenched { priors: ave.priors(0), splits: splits(&ave)?, bench: None };
    Ok(answer.markdown())
}

/// File name, title and drawing of each figure that there are numbers for.
fn drawn(composed: &Bench) -> Vec<(&'static str, &'static str, String)> {
    let exhibits = |model: &str| {
        let row = composed.rows.iter().find(|row| row.model == model && row.exhibits.is_some());
        row.and_then(|row| row.exhibits.as_ref())
    };
    let mut figures = Vec::new();
    if let Some(shown) = exhibits(SHOWN) {
        let title =
            "Fig. 2: a clip that was found to the second, and one that was not, asked both ways";
        figures.push(("fig2.svg", title, localization_figure(&shown.hit_and_miss())));
    }
    let panels: Vec<_> = PANELS
        .iter()
        .filter_map(|(model, title)| {
            let exhibits = exhibits(model)?;
            Some((*title, exhibits, exhibits.panel()?))
        })
        .collect();
    if !panels.is_empty() {
        let title =
            "Fig. 3: the latent of held-out event seconds, sound as dots and picture as triangles";
        figures.push(("fig3.svg", title, latent_figure(&panels)));
    }
    figures
}
