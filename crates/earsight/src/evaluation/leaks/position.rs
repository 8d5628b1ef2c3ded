//! The scores of rules about positions in localization.

use earsight_metrics::{BestStart, always_first, always_last, uniform_chance, uniform_chance_sd};

use super::{Finding, Kind, Part, Severity};
use crate::evaluation::Partition;

/// Standard deviations that a rule about positions must be above a random start.
const N_SDS: f64 = 3.0;

/// On the evaluated parts; the most frequent start of each length is learned on train.
pub(super) fn findings(parts: &[Part<'_>]) -> Vec<Finding> {
    let learned: Vec<_> = parts
        .iter()
        .filter(|part| part.partition == Partition::Train)
        .flat_map(Part::countable)
        .collect();
    let best = BestStart::learn(&learned);
    let evaluated = parts.iter().filter(|part| part.partition != Partition::Train);
    evaluated
        .filter_map(|part| {
            let events = part.countable();
            let mut rules =
                vec![("always first", always_first(&events)), ("always last", always_last(&events))];
            if !learned.is_empty() {
                rules.push(("the most frequent start of each length in train", best.accuracy(&events)));
            }
            let (rule, right) = rules.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
            let (chance, sd) = (uniform_chance(&events), uniform_chance_sd(&events));
            (!events.is_empty() && right > chance + N_SDS * sd).then(|| Finding {
                severity: Severity::Serious,
                kind: Kind::PositionPrior,
                message: format!(
                    "{rule} is right in {:.1} % of {} events of {}, a random start in {:.1} ± {:.1} %",
                    100.0 * right,
                    events.len(),
                    part.partition.name(),
                    100.0 * chance,
                    100.0 * sd
                ),
                number: right,
                clips: vec![],
            })
        })
        .collect()
}
