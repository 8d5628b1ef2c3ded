//! The scores of a self-check as tables.

use std::io::{self, Write};

use earsight_core::{ClipId, Modality, PerModality};
use earsight_library::{Method, Score};

use super::table::{Align, Table};
use super::text::count as count_of;

/// Recordings of several clips that are listed.
const MOST_SHARED: usize = 5;
/// Clips of one that are named.
const MOST_NAMES: usize = 4;

/// Writes the scores as tables.
///
/// # Errors
/// Those of `out`.
pub fn write(score: &Score, out: &mut dyn Write) -> io::Result<()> {
    let n_folds = score.n_folds;
    writeln!(
        out,
        "self-check: {} recordings, each evaluated by models trained without it ({n_folds} folds)",
        score.n_clips
    )?;
    write_shared(&score.shared_recordings, out)?;
    let retrieval = &score.own_clip_retrieval;
    let chance = [("chance", retrieval.chance)];
    write_methods("own-clip retrieval (MRR)", &retrieval.methods, &[], &chance, unit, out)?;
    for found in &score.own_moments {
        let task = format!("moments of {} s in their clip (exact match)", found.moment_secs);
        write_methods(&task, &found.methods, &[], &[("chance", found.chance)], percent, out)?;
    }
    let Some(found) = &score.localization else { return Ok(()) };
    let task = format!("localization of {} events (exact match)", found.n_events);
    let rules = [
        ("best start per length", found.best_start_per_length),
        ("always first", found.always_first),
        ("always last", found.always_last),
        ("chance", found.chance),
    ];
    write_methods(&task, &found.methods, &found.shuffled_query, &rules, percent, out)
}

/// Names the clips that are counted as one recording.
fn write_shared(shared: &[Vec<ClipId>], out: &mut dyn Write) -> io::Result<()> {
    let n_others: usize = shared.iter().map(|clips| clips.len() - 1).sum();
    if n_others == 0 {
        return Ok(());
    }
    let (are, count) = if n_others == 1 { ("is", "counts") } else { ("are", "count") };
    let clips = count_of(n_others, "clip");
    writeln!(
        out,
        "  {clips} {are} a copy, a transcode, a cut or a piece of another and {count} with it:"
    )?;
    for clips in shared.iter().take(MOST_SHARED) {
        let names: Vec<&str> = clips.iter().take(MOST_NAMES).map(ClipId::as_str).collect();
        let more = clips.len().saturating_sub(MOST_NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        writeln!(out, "    {}{more}", names.join(" = "))?;
    }
    match shared.len().saturating_sub(MOST_SHARED) {
        0 => Ok(()),
        more => writeln!(out, "    and {} more (`--json` lists all)", count_of(more, "recording")),
    }
}

/// The table of a task: methods, the same with shuffled queries, and rules that read no features.
fn write_methods(
    task: &str,
    methods: &[Method],
    shuffled: &[Method],
    rules: &[(&str, f64)],
    write: fn(f64) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = headed(task);
    for method in methods {
        table.row(line(&method.method, method.score, Some(method.interval), write));
    }
    for method in shuffled {
        let name = format!("{}, shuffled query", method.method);
        table.row(line(&name, method.score, Some(method.interval), write));
    }
    for &(rule, share) in rules {
        table.row(line(rule, PerModality { audio: share, visual: share }, None, write));
    }
    writeln!(out)?;
    table.write(out, "  ")
}

/// A label, then for each modality of the query its number and the interval around it.
type Line = [String; 5];

fn headed(task: &str) -> Table<5> {
    let mut table = Table::new([Align::Left, Align::Right, Align::Left, Align::Right, Align::Left]);
    let direction = |from: Modality| format!("{from} \u{2192} {}", from.other());
    let ends = || "95 %".to_owned();
    let [audio, visual] = Modality::ALL.map(direction);
    table.row([task.to_owned(), audio, ends(), visual, ends()]);
    table
}

fn line(
    name: &str,
    score: PerModality<f64>,
    interval: Option<PerModality<(f64, f64)>>,
    write: fn(f64) -> String,
) -> Line {
    let ends = |from: Modality| {
        let interval = interval.map(|interval| interval[from]);
        interval.map_or_else(String::new, |(low, high)| format!("{}..{}", write(low), write(high)))
    };
    let [audio, visual] = Modality::ALL.map(|from| (write(score[from]), ends(from)));
    [name.to_owned(), audio.0, audio.1, visual.0, visual.1]
}

fn unit(share: f64) -> String {
    format!("{share:.3}")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
