//! `earsight bench reproduce`: every table and figure of the paper, and REPRODUCTION.md.

use std::path::Path;

use anyhow::Context as _;
use earsight_bench::ave::Ave;
use earsight_bench::{
    AsPublished, Bench, Reproduction, bench_clips, bench_composed, bundled, latent_figure,
    localization_figure,
};

use super::ave::ave_answer;
use super::run_plan;
use crate::answer::Written;
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
/// The system whose localizations are Fig. 2.
const SHOWN: &str = "ms-vae";

pub fn run(args: &ReproduceArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    check_folder(&args.output)?;
    let folder = args.output.parent().unwrap_or(Path::new("")).join(&args.figures);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let ave = args.ave.as_deref().map(|folder| ave_answer(&Ave::read(folder)?, None));
    let ave = ave.transpose()?.map(|answer| answer.markdown());
    let began = std::time::Instant::now();
    let parts = [bundled::parts(0)?, bundled::parts(1)?];
    let n_clips = [args.clips, args.test_clips];
    let composed = run_plan(&args.systems, n_threads, terminal, |plan| {
        bench_composed(&parts, n_clips, AsPublished::default(), plan)
    })?;
    terminal.remark(format!("composed clips: {} s", began.elapsed().as_secs()));
    let features = bundled::clips()?;
    let clips =
        run_plan(&args.systems, n_threads, terminal, |plan| bench_clips(&features, N_FOLDS, plan))?;
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

/// File name, title and drawing of each figure that there are numbers for.
fn drawn(composed: &Bench) -> Vec<(&'static str, &'static str, String)> {
    let data = |model: &str| {
        let mut rows = composed.rows.iter().filter(|row| row.model == model);
        rows.find_map(|row| row.figures.as_ref())
    };
    let mut figures = Vec::new();
    if let Some(shown) = data(SHOWN) {
        let title = "Fig. 2: an event that was found to the second, and one that was not, in both directions";
        figures.push(("fig2.svg", title, localization_figure(&shown.hit_and_miss())));
    }
    let panels: Vec<_> = PANELS
        .iter()
        .filter_map(|(model, title)| {
            let data = data(model)?;
            Some((*title, data, data.panel()?))
        })
        .collect();
    if !panels.is_empty() {
        let title =
            "Fig. 3: the latent of held-out event seconds, sound as dots and picture as triangles";
        figures.push(("fig3.svg", title, latent_figure(&panels)));
    }
    figures
}
