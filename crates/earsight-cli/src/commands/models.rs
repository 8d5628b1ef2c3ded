//! `earsight models`: the registry as a list.

use earsight::models::DEFAULT_MODEL;
use earsight_baselines::REGISTRY;

use crate::answer::{ListedModel, Models};
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(terminal: &Terminal) -> anyhow::Result<Exit> {
    let models = REGISTRY
        .entries()
        .map(|entry| ListedModel {
            name: entry.name.to_owned(),
            paper: entry.paper.to_owned(),
            summary: entry.summary.to_owned(),
            supervised: entry.is_supervised(),
            default_config: (entry.default_config)(),
        })
        .collect();
    let absent = REGISTRY.absent.to_vec();
    terminal.answer(&Models { default: DEFAULT_MODEL.to_owned(), models, absent })?;
    Ok(Exit::Done)
}
