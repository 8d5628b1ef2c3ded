//! `earsight generate`: what would it look or sound like.

use anyhow::anyhow;
use earsight::{CrossModalGenerator, interpolation};
use earsight_core::{FeatureSet, FeatureSpace, Modality, Moment, PerModality};
use ndarray::{Array2, ArrayView2, s};
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::answer::{Drawn, Generated, Interpolated, Step};
use crate::args::GenerateArgs;
use crate::exit::Exit;
use crate::generating::{RealSeconds, typicality};
use crate::published::{check_folder, publish};
use crate::terminal::Terminal;
use earsight_answers::Query;

pub fn run(args: &GenerateArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    if let Some(path) = &args.features {
        check_folder(path)?;
    }
    let library = crate::library::meant(args.answering.library.as_deref())?;
    let name = library.model_name(args.answering.model.as_deref())?;
    let fitted = library.fitted(&name)?;
    let generator =
        fitted.model.generator().ok_or_else(|| anyhow!("`{name}` compares, it cannot generate"))?;
    let query = Query::resolve(&args.query, &library, n_threads)?;
    let features = library.library.feature_set()?;
    let scene = Scene { args, name: &name, generator, features: &features, query: &query };
    if let Some(towards) = &args.towards {
        let towards = Query::resolve(towards, &library, n_threads)?;
        terminal.answer(&scene.interpolated(&towards)?)?;
        return Ok(Exit::Done);
    }
    let generated = scene.generated()?;
    let exit = if generated.nearest.is_empty() { Exit::NothingFound } else { Exit::Done };
    terminal.answer(&generated)?;
    Ok(exit)
}

/// Who is asked about what.
struct Scene<'a> {
    args: &'a GenerateArgs,
    name: &'a str,
    generator: &'a dyn CrossModalGenerator,
    features: &'a FeatureSet,
    query: &'a Query,
}

impl Scene<'_> {
    /// What the query would look or sound like.
    fn generated(&self) -> anyhow::Result<Generated> {
        let &Scene { args, generator, features, query, .. } = self;
        let (from, to) = (args.from, args.from.other());
        let posterior = generator.posterior(from, query.rows(from)?)?;
        let pair = generator.decode(posterior.mean.view())?;
        if let Some(path) = &args.features {
            publish(path, &as_safetensors(&pair, features.spaces(), query, from)?)?;
        }
        let real = RealSeconds::of(features, to)?;
        let own = query.clip.as_ref();
        let nearest = |rows: ArrayView2<'_, f32>, k| {
            real.nearest(rows, own, k, |moment| !(args.elsewhere && Some(&moment.clip) == own))
        };
        let mut drawn = Vec::new();
        for latent in posterior.draws(args.samples as usize, args.seed) {
            drawn.extend(nearest(generator.decode(latent.view())?[to].view(), 1)?);
        }
        Ok(Generated {
            query: query.asked(from),
            to,
            model: self.name.to_owned(),
            nearest: nearest(pair[to].view(), args.k as usize)?,
            typicality: typicality(generator, features, from, posterior.mean.view(), own)?,
            drawn: (args.samples > 0).then(|| Drawn::of(drawn, args.seed)),
            features: args.features.clone(),
        })
    }

    /// What lies between the query and another moment of the same sense.
    fn interpolated(&self, towards: &Query) -> anyhow::Result<Interpolated> {
        let &Scene { args, generator, query, .. } = self;
        let posterior = |query: &Query| -> anyhow::Result<_> {
            Ok(generator.posterior(args.from, query.rows(args.from)?)?)
        };
        let n_steps = args.steps as usize;
        let line = interpolation::line(&posterior(query)?, &posterior(towards)?, n_steps);
        let pairs = generator.decode(line.view())?;
        let real = PerModality::try_from_fn(|sense| RealSeconds::of(self.features, sense))?;
        let own = [query, towards].map(|query| query.clip.as_ref());
        let is_wanted = |moment: &Moment| !(args.elsewhere && own.contains(&Some(&moment.clip)));
        let step = |step: usize| -> anyhow::Result<Step> {
            let nearest = PerModality::try_from_fn(|sense| {
                let generated = pairs[sense].slice(s![step..=step, ..]);
                let mut nearest = real[sense].nearest(generated, own[0], 1, is_wanted)?;
                anyhow::Ok(nearest.pop())
            })?;
            Ok(Step { at: step as f64 / (n_steps - 1) as f64, nearest })
        };
        Ok(Interpolated {
            query: query.asked(args.from),
            towards: towards.asked(args.from),
            model: self.name.to_owned(),
            steps: (0..n_steps).map(step).collect::<anyhow::Result<_>>()?,
        })
    }
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
