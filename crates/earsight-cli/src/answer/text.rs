//! Queries, seconds, distances and counts as text.

use earsight_core::Span;
pub use earsight_library::count;
use earsight_library::{MatchErrors, PartOfDistance, QueryInfo};

/// `latent 0.312 + generated 0.870`
pub fn sum_of(parts: &[PartOfDistance]) -> String {
    let parts: Vec<String> =
        parts.iter().map(|part| format!("{} {:.3}", part.part, part.distance)).collect();
    parts.join(" + ")
}

/// `second 3` or `seconds 3..5`.
pub fn seconds(span: Span) -> String {
    match span.len {
        1 => format!("second {}", span.start),
        _ => format!("seconds {span}"),
    }
}

/// `0:03`, `1:02:03`.
pub fn clock(secs: usize) -> String {
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}"),
    }
}

/// `62 %`, of a share.
pub fn percent(share: f64) -> String {
    match 100.0 * share {
        percent if percent < 10.0 => format!("{percent:.1} %"),
        percent => format!("{percent:.0} %"),
    }
}

/// `street.mp4, seconds 3..5, sound`
pub fn described(query: &QueryInfo) -> String {
    format!("{}, {}, {}", query.file, seconds(query.span), query.modality.alias())
}

/// `loses 5.0 % of true matches, rejects 62 % of others (59 held-out clips)`
pub fn errors_text(errors: MatchErrors) -> String {
    let MatchErrors { reject, mismatches_rejected, n_clips } = errors;
    let [lost, rejected] = [reject, mismatches_rejected].map(percent);
    if mismatches_rejected <= 0.0 {
        return format!("rejects nothing at {lost} false rejections ({n_clips} held-out clips)");
    }
    format!("loses {lost} of true matches, rejects {rejected} of others ({n_clips} held-out clips)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_hours_when_there_are_some() {
        assert_eq!(clock(3), "0:03");
        assert_eq!(clock(62), "1:02");
        assert_eq!(clock(3723), "1:02:03");
    }
}
