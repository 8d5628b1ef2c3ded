//! Which answers a report shows, chosen without looking at how good they are, but for one hit and one miss.

use earsight_core::{Annotations, ClipId, FeatureSet, Modality, PerModality, Span};
use earsight_library::{
    Fitted, Found, OpenLibrary, Question, RealSeconds, ShownRecord, indexed_rows,
};
use earsight_report::{
    DistancePart, Excerpt, GenerationExample, Hit, LocalizationExample, RetrievalExample,
};
use ndarray::{Array2, s};

use super::excerpts::Excerpts;

/// Answers for each query.
const N_HITS: usize = 5;

/// What examples are taken from.
pub struct Scene<'a> {
    /// The library.
    pub library: &'a OpenLibrary,
    /// All of its features.
    pub features: &'a FeatureSet,
    /// What people said.
    pub labels: Option<&'a Annotations>,
    /// The model that answers, fitted on all clips.
    pub fitted: &'a Fitted,
    /// What models found that had not seen the clip.
    pub shown: Vec<&'a ShownRecord>,
}

impl Scene<'_> {
    /// For each direction the first hit and the first miss on clips that the answering model had not seen.
    pub fn localizations(&self, excerpts: &mut Excerpts<'_>) -> Vec<LocalizationExample> {
        let is_hit = |moment: &ShownRecord| moment.best_starts == [moment.truth.start];
        let is_miss = |moment: &ShownRecord| !moment.best_starts.contains(&moment.truth.start);
        let mut examples = Vec::new();
        for from in Modality::ALL {
            let of_sense = || self.shown.iter().copied().filter(|moment| moment.from == from);
            let chosen = [
                of_sense().find(|moment| is_hit(moment)),
                of_sense().find(|moment| is_miss(moment)),
            ];
            for moment in chosen.into_iter().flatten() {
                examples.push(LocalizationExample {
                    from,
                    query: Excerpt::new(moment.clip.as_str(), moment.truth),
                    sequence: excerpts.read(&moment.clip, Span::new(0, moment.n_segments)),
                    distances: moment.distances.clone(),
                    best_starts: moment.best_starts.clone(),
                    truth: Some(moment.truth),
                });
            }
        }
        examples
    }

    /// One query for each of the four directions.
    pub fn retrievals(&self, excerpts: &mut Excerpts<'_>) -> anyhow::Result<Vec<RetrievalExample>> {
        let index = self.library.index(&self.fitted.name)?;
        let mut examples = Vec::new();
        let directions = [
            (Modality::Audio, Modality::Visual),
            (Modality::Visual, Modality::Audio),
            (Modality::Audio, Modality::Audio),
            (Modality::Visual, Modality::Visual),
        ];
        for (number, (from, to)) in directions.into_iter().enumerate() {
            let Some((clip, span)) = self.query(number, directions.len() + 2) else { continue };
            let Some(rows) = indexed_rows(&index, from, &clip, span) else { continue };
            let question =
                Question { rows: rows.view(), clip: Some(&clip), to, k: N_HITS, within: None };
            // Of one sense the query's own clip would fill the list.
            let (found, _) = earsight_library::nearest(
                &index,
                &question,
                |moment| from != to || moment.clip != clip,
                1,
            )?;
            examples.push(RetrievalExample {
                from,
                to,
                query: excerpts.read(&clip, span),
                hits: found.iter().map(|found| hit(found, excerpts)).collect(),
            });
        }
        Ok(examples)
    }

    /// One query for each sense.
    pub fn generations(
        &self,
        excerpts: &mut Excerpts<'_>,
    ) -> anyhow::Result<Vec<GenerationExample>> {
        let Some(generator) = self.fitted.model.generator() else { return Ok(Vec::new()) };
        let mut examples = Vec::new();
        for (number, from) in Modality::ALL.into_iter().enumerate() {
            let Some((clip, span)) = self.query(4 + number, 6) else { continue };
            let Some(rows) = self.rows(&clip, from, span) else { continue };
            let pair: PerModality<Array2<f32>> = generator.generate(from, rows.view())?;
            let to = from.other();
            let real = RealSeconds::of(self.features, to);
            let found = real.nearest(pair[to].view(), Some(&clip), N_HITS, |_| true)?;
            examples.push(GenerationExample {
                from,
                query: excerpts.read(&clip, span),
                nearest: found.iter().map(|found| hit(found, excerpts)).collect(),
            });
        }
        Ok(examples)
    }

    /// Query `number` of `n`: clips spread over the collection; their event, or the second in their middle.
    fn query(&self, number: usize, n: usize) -> Option<(ClipId, Span)> {
        let paired: Vec<_> = self.features.paired().collect();
        let (place, pair) = paired.get(paired.len() * number / n)?;
        let clip = self.features.clips()[*place].id.clone();
        let middle = match self.labels.and_then(|labels| labels.event(&clip)) {
            Some(event) => event.span.start + event.span.len / 2,
            None => pair.audio.nrows() / 2,
        };
        (middle < pair.audio.nrows()).then_some((clip, Span::new(middle, 1)))
    }

    fn rows(&self, clip: &ClipId, modality: Modality, span: Span) -> Option<Array2<f32>> {
        let features = self.features.clips().iter().find(|features| features.id == *clip)?;
        let rows = features.features[modality].as_ref()?;
        Some(rows.slice(s![span.range(), ..]).to_owned())
    }
}

fn hit(found: &Found, excerpts: &mut Excerpts<'_>) -> Hit {
    let parts = match found.parts.as_slice() {
        [] => vec![DistancePart { name: "1 \u{2212} cosine".into(), value: found.place.distance }],
        parts => parts
            .iter()
            .map(|part| DistancePart { name: part.part.clone().into(), value: part.distance })
            .collect(),
    };
    Hit { excerpt: excerpts.read(&found.place.clip, Span::new(found.place.second, 1)), parts }
}
