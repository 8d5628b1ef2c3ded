//! `earsight generate`: the other modality, from a query.

use earsight::CrossModalGenerator;
use earsight::generation::interpolation;
use earsight_core::{FeatureSpace, Modality, Moment, PerModality};
use earsight_library::{Error, Generate, OpenLibrary, Query, RealSeconds};
use ndarray::{Array2, s};
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::answer::{GeneratedAnswer, Interpolated, Step};
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
        terminal.answer(&interpolated(args, &library, &name, [&query, &towards])?)?;
        return Ok(Exit::Done);
    }
    let generate = Generate {
        from: args.from,
        k: args.k as usize,
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

/// An interpolation between two moments of the same modality.
fn interpolated(
    args: &GenerateArgs,
    library: &OpenLibrary,
    name: &str,
    ends: [&Query; 2],
) -> anyhow::Result<Interpolated> {
    let fitted = library.fitted(name)?;
    let no_generator = || Error::CannotGenerate { model: name.to_owned() };
    let generator: &dyn CrossModalGenerator = fitted.model.generator().ok_or_else(no_generator)?;
    let features = library.library.feature_set()?;
    let posterior = |query: &Query| -> anyhow::Result<_> {
        Ok(generator.posterior(args.from, query.rows(args.from)?.features)?)
    };
    let n_steps = args.steps as usize;
    let line = interpolation::line(&posterior(ends[0])?, &posterior(ends[1])?, n_steps);
    let pairs = generator.decode(line.view())?;
    let real = PerModality::from_fn(|modality| RealSeconds::of(&features, modality));
    let own = ends.map(|query| query.clip.as_ref());
    let is_wanted = |moment: &Moment| !(args.elsewhere && own.contains(&Some(&moment.clip)));
    let step = |step: usize| -> anyhow::Result<Step> {
        let nearest = PerModality::try_from_fn(|modality| {
            let generated = pairs[modality].slice(s![step..=step, ..]);
            let mut nearest =
                real[modality].nearest(generated, |clip| Some(clip) == own[0], 1, is_wanted)?;
            anyhow::Ok(nearest.pop())
        })?;
        Ok(Step { at: step as f64 / (n_steps - 1) as f64, nearest })
    };
    Ok(Interpolated {
        query: ends[0].info(args.from),
        towards: ends[1].info(args.from),
        model: name.to_owned(),
        steps: (0..n_steps).map(step).collect::<anyhow::Result<_>>()?,
    })
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
