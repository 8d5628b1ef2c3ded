//! What stands at the top of the page.

use std::time::{SystemTime, UNIX_EPOCH};

use earsight::ConfigTable;
use earsight_core::{FeatureSet, PerModality};
use earsight_report::{Collection, Head, Skipped};

use crate::library::OpenLibrary;
use earsight_library::Score;
use earsight_library::TrainingRecord;

/// The collection, the model and how to get the same result again.
pub fn of(
    library: &OpenLibrary,
    features: &FeatureSet,
    model: &str,
    record: Option<&TrainingRecord>,
    score: Option<&Score>,
) -> Head {
    let manifest = library.library.manifest();
    let name = library.path.file_stem().unwrap_or(library.path.as_os_str());
    let mut config = Vec::new();
    if let Some(record) = record {
        flatten("", &record.identity.config, &mut config);
    }
    Head {
        title: name.to_string_lossy().into_owned(),
        date: date(SystemTime::now()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: record.map_or(0, |record| record.identity.seed),
        model: model.to_owned(),
        config,
        backbones: library.library.spaces().map(|space| space.backbone),
        summary: score.map_or_else(Vec::new, |score| vec![sentence(score)]),
        collection: Collection {
            name: manifest.folder.clone(),
            n_clips: features.clips().len(),
            n_clips_with: PerModality::from_fn(|modality| {
                features.clips().iter().filter(|clip| clip.features[modality].is_some()).count()
            }),
            n_secs: features.clips().iter().map(|clip| clip.n_segments()).sum(),
            skipped: manifest
                .skipped()
                .map(|(clip, skip)| Skipped { file: clip.to_string(), reason: skip.reason.clone() })
                .collect(),
        },
    }
}

/// What came out, for somebody who reads one sentence.
fn sentence(score: &Score) -> String {
    let chance = score.own_clip_retrieval.chance;
    let found = score.own_clip_retrieval.methods.first();
    let PerModality { audio, visual } = found.map(|method| method.score).unwrap_or_default();
    format!(
        "Asked about clips it had not seen, the model finds the picture that belongs to a sound with a \
         mean reciprocal rank of {audio:.2}, and the sound that belongs to a picture with {visual:.2}; \
         chance is {chance:.2}. The localization examples below are of clips it had not seen, \
         the other examples search the whole collection."
    )
}

/// `training.epochs`, `8`: one line for each value of a table of tables.
fn flatten(path: &str, table: &ConfigTable, lines: &mut Vec<(String, String)>) {
    match table {
        ConfigTable::Object(entries) => {
            for (key, value) in entries {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, lines);
            }
        }
        value => lines.push((path.to_owned(), value.to_string())),
    }
}

/// `2026-11-22`, in UTC (days to a date: Hinnant, *chrono-compatible low-level date algorithms*).
fn date(now: SystemTime) -> String {
    let secs = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from(secs / 86_400).unwrap_or(0) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn days_become_dates() {
        let check = |days: u64, expected: &str| {
            assert_eq!(date(UNIX_EPOCH + Duration::from_secs(days * 86_400 + 3)), expected);
        };
        check(0, "1970-01-01");
        check(11_016, "2000-02-29");
        check(11_017, "2000-03-01");
        check(20_779, "2026-11-22");
        check(21_183, "2027-12-31");
    }
}
