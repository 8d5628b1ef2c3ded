//! Supervised event localization (SPEC §5.2): the category of each second, or background.

use earsight::AudioVisualModel;
use earsight_metrics::{background_score, segment_accuracy};

use super::Scores;
use crate::Result;
use crate::dataset::Labelled;

/// `segment_accuracy`, and `background_precision`, `_recall` and `_f1`, over all seconds of annotated clips;
/// nothing for a model without a classifier. A category that is not in its training labels counts as a miss.
///
/// # Errors
/// Those of the model.
pub(crate) fn naming_scores(model: &dyn AudioVisualModel, test: &Labelled) -> Result<Scores> {
    let mut scores = Scores::default();
    let Some(classifier) = model.event_classifier() else { return Ok(scores) };
    let categories = classifier.categories();
    let (background, unknown) = (categories.len(), categories.len() + 1);
    let (mut found, mut truth) = (Vec::new(), Vec::new());
    let mut accuracy_of_clips = Vec::new();
    for (place, pair) in test.features.paired() {
        let clip = &test.features.clips()[place].id;
        let Some(event) = test.annotations.event(clip) else { continue };
        let class = categories.iter().position(|known| *known == event.category);
        let probabilities = classifier.classify(pair.map(|rows| rows.view()))?;
        let first = truth.len();
        for (second, row) in probabilities.rows().into_iter().enumerate() {
            let is_event = event.span.range().contains(&second);
            truth.push(if is_event { class.unwrap_or(unknown) } else { background });
            let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            found.push(best.map_or(background, |(column, _)| column));
        }
        accuracy_of_clips.push(segment_accuracy(&found[first..], &truth[first..]));
    }
    let of_background = background_score(&found, &truth, background);
    scores.push_mean("segment_accuracy", accuracy_of_clips);
    scores.push("background_precision", of_background.precision);
    scores.push("background_recall", of_background.recall);
    scores.push("background_f1", of_background.f1);
    Ok(scores)
}
