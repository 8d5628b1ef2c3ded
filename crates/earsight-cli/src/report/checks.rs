//! The self-check's numbers as tables.

use earsight_core::{Modality, PerModality};
use earsight_report::{CheckRow, Role, Scale, SelfCheck};

use earsight_library::{BASELINE, Localizing, Method, Score};

/// One table for each task that was checked.
pub fn of(score: &Score) -> Vec<SelfCheck> {
    let mut checks = vec![retrieval(score)];
    checks.extend(score.localization.as_ref().map(|found| localization(score, found)));
    checks
}

fn retrieval(score: &Score) -> SelfCheck {
    let Score { n_clips, n_folds, own_clip_retrieval: found, .. } = score;
    let mut rows = Vec::new();
    for from in Modality::ALL {
        for method in &found.methods {
            rows.push(CheckRow {
                metric: format!("MRR {from} \u{2192} {}", from.other()),
                scale: Scale::Unit,
                chance: Some(found.chance),
                interval: Some(method.interval[from]),
                ..row(&method.method, role(&method.method), from, method.score)
            });
        }
    }
    SelfCheck {
        title: "Own-clip retrieval".to_owned(),
        caption: format!(
            "Does the sound of a clip find the picture of the same clip, and the other way round? \
             The {n_clips} clips were dealt into {n_folds} folds; each clip was asked about once, \
             by models fitted on the other folds, among the clips of its own fold."
        ),
        rows,
    }
}

fn localization(score: &Score, found: &Localizing) -> SelfCheck {
    let mut rows = Vec::new();
    for from in Modality::ALL {
        let mut push = |row: CheckRow| rows.push(CheckRow { chance: Some(found.chance), ..row });
        let measured = |name: &str, role: Role, method: &Method| CheckRow {
            interval: Some(method.interval[from]),
            ..row(name, role, from, method.score)
        };
        for method in &found.methods {
            push(measured(&method.method, role(&method.method), method));
        }
        for method in &found.shuffled_query {
            let name = format!("{}, shuffled query", method.method);
            push(measured(&name, Role::Control, method));
        }
        for (rule, share) in [
            ("best start per length", found.best_start_per_length),
            ("always first", found.always_first),
            ("always last", found.always_last),
        ] {
            let score = PerModality { audio: share, visual: share };
            push(row(rule, Role::Control, from, score));
        }
    }
    SelfCheck {
        title: "Localization".to_owned(),
        caption: format!(
            "Is the start of an event found exactly? {} labelled events, each looked for by a model \
             that had not seen its clip ({} folds). Labels were only used to check, never to learn; \
             of starts that tie, each counts its share.",
            found.n_events, score.n_folds
        ),
        rows,
    }
}

fn row(name: &str, role: Role, from: Modality, score: PerModality<f64>) -> CheckRow {
    CheckRow {
        method: if name == BASELINE { "linear CCA".to_owned() } else { name.to_owned() },
        role,
        metric: format!("exact match, {from} \u{2192} {}", from.other()),
        scale: Scale::Percent,
        value: score[from],
        chance: None,
        interval: None,
    }
}

fn role(method: &str) -> Role {
    if method == BASELINE { Role::Baseline } else { Role::Model }
}
