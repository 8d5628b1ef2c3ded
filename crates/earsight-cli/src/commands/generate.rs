//! `earsight generate`: what would it look or sound like.

use anyhow::anyhow;
use earsight_core::{FeatureSpace, Modality, Moment, PerModality};
use ndarray::Array2;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::answer::Generated;
use crate::args::GenerateArgs;
use crate::exit::Exit;
use crate::generating::nearest;
use crate::library::OpenLibrary;
use crate::published::{check_folder, publish};
use crate::query::Query;
use crate::terminal::Terminal;

pub fn run(args: &GenerateArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.features {
        check_folder(path)?;
    }
    let library = OpenLibrary::meant(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let fitted = library.fitted(&name)?;
    let generator =
        fitted.model.generator().ok_or_else(|| anyhow!("`{name}` compares, it cannot generate"))?;
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let (from, to) = (args.from, args.from.other());
    let pair = generator.generate(from, query.rows(from)?)?;
    if let Some(path) = &args.features {
        publish(path, &as_safetensors(&pair, &library.library.spaces(), &query, from)?)?;
    }
    let features = library.library.feature_set()?;
    let own = query.clip.as_ref();
    let is_wanted = |moment: &Moment| !(args.elsewhere && Some(&moment.clip) == own);
    let nearest = nearest(&features, to, &pair[to], own, args.k as usize, is_wanted)?;
    let exit = if nearest.is_empty() { Exit::NothingFound } else { Exit::Done };
    terminal.answer(&Generated {
        query: query.asked(from),
        to,
        model: name,
        nearest,
        features: args.features.clone(),
    })?;
    Ok(exit)
}

/// Both senses of the generated pair, one row per second, with what they are.
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
