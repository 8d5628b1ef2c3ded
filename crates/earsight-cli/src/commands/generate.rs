//! `earsight generate`: the other modality, from a query.

use earsight_core::{FeatureSpace, Modality, PerModality};
use earsight_library::{Generate, Interpolate, Query};
use ndarray::Array2;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::answer::{GeneratedAnswer, InterpolatedAnswer};
use crate::args::GenerateArgs;
use crate::exit::Exit;
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;

pub fn run(args: &GenerateArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.features {
        check_folder(path)?;
    }
    let (library, name) = args.answering.open()?;
    let query = Query::resolve(&args.answering.query, &library, n_threads)?;
    if let Some(towards) = &args.towards {
        let towards = Query::resolve(towards, &library, n_threads)?;
        let (from, n_steps) = (args.from, args.steps as usize);
        let interpolate = Interpolate { from, n_steps, is_elsewhere: args.elsewhere };
        let way = interpolate.answer(&library, &name, [&query, &towards])?;
        terminal.answer(&InterpolatedAnswer(way))?;
        return Ok(Exit::Done);
    }
    let generate = Generate {
        from: args.from,
        k: args.k as usize,
        per_video: args.of_video.most(),
        n_samples: args.samples as usize,
        seed: args.seed,
        is_elsewhere: args.elsewhere,
    };
    let (generated, pair) = generate.answer(&library, &name, &query)?;
    if let Some(path) = &args.features {
        let spaces = library.library.spaces();
        publish(path, &as_safetensors(&pair, &spaces, &query, args.from)?)?;
    }
    let exit = if generated.nearest.is_empty() { Exit::NothingFound } else { Exit::Done };
    terminal.answer(&GeneratedAnswer { generated, features: args.features.clone() })?;
    Ok(exit)
}

/// Both modalities of the generated pair, one row per second, with metadata.
fn as_safetensors(
    pair: &PerModality<Array2<f32>>,
    spaces: &PerModality<FeatureSpace>,
    query: &Query,
    from: Modality,
) -> anyhow::Result<Vec<u8>> {
    let bytes =
        pair.as_ref().map(|rows| rows.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>());
    let views = Modality::ALL
        .into_iter()
        .map(|modality| {
            let shape = pair[modality].shape().to_vec();
            Ok((modality.name(), TensorView::new(Dtype::F32, shape, &bytes[modality])?))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let about = serde_json::json!({
        "query": query.name,
        "span": query.span,
        "generated_from": from,
        "spaces": spaces,
    });
    let metadata = std::iter::once(("earsight".to_owned(), about.to_string())).collect();
    Ok(safetensors::serialize(views, Some(metadata))?)
}
