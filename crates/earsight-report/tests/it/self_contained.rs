//! The page needs nothing else and is not too large to send.

use std::sync::LazyLock;

use earsight_report::Limits;

use crate::made_up;
use crate::page::{assert_well_formed, attributes};

/// Made once: pictures take time.
static WHOLE: LazyLock<String> = LazyLock::new(|| made_up::report().to_html());

#[test]
fn a_whole_report_is_one_file_without_script_or_request() {
    let html = WHOLE.as_str();
    assert_well_formed(html);
    for link in attributes(html, "src").into_iter().chain(attributes(html, "href")) {
        let inside = link.starts_with("data:") || link.starts_with('#');
        assert!(inside, "{}", &link[..link.len().min(80)]);
    }
    let text = crate::page::without_media(html);
    for forbidden in [
        "<script", "http://", "https://", "//cdn", "<link", "<iframe", " style=", " onclick", "NaN",
    ] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    let style =
        html.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    for forbidden in ["url(", "@import", "@font-face", "<"] {
        assert!(!style.contains(forbidden), "{forbidden} in the style sheet");
    }
    let policies = attributes(html, "content");
    assert!(
        policies.iter().any(|policy| policy.starts_with("default-src 'none'")
            || policy.starts_with("default-src &#39;none&#39;")),
        "{policies:?}"
    );
}

#[test]
fn a_whole_report_stays_below_five_megabytes() {
    let html = WHOLE.as_str();
    assert!(html.len() < 5_000_000, "{} bytes", html.len());
}

#[test]
fn sound_stays_within_its_limit_and_queries_come_first() {
    let report = made_up::report();
    let wav_bytes = |html: &str| -> usize {
        html.split("data:audio/wav;base64,")
            .skip(1)
            .map(|rest| rest.split('"').next().map_or(0, str::len) / 4 * 3)
            .sum()
    };
    assert!(wav_bytes(&WHOLE) > 500_000, "the made-up report has sounds");
    for audio_bytes in [0, 100_000, 400_000] {
        let html = report.to_html_within(&Limits { audio_bytes, ..Limits::default() });
        assert!(wav_bytes(&html) <= audio_bytes + 3 * html.matches("<audio").count());
        assert!(html.contains("have no player"), "the page says what is missing");
    }
    let some = report.to_html_within(&Limits { audio_bytes: 300_000, ..Limits::default() });
    let first_answers =
        some.split("<ol").nth(1).and_then(|rest| rest.split("</ol>").next()).unwrap();
    assert!(some.contains("<audio") && !first_answers.contains("<audio"));
}

#[test]
fn every_picture_has_words() {
    let html = WHOLE.as_str();
    assert_eq!(
        html.matches("<img ").count(),
        attributes(html, "alt").iter().filter(|alt| !alt.is_empty()).count()
    );
    for tag in html.split("<svg").skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(tag.contains("aria-hidden=\"true\"") || tag.contains("aria-label=\""), "{tag}");
    }
    for tag in html.split("<th").skip(1).filter(|rest| !rest.starts_with("ead")) {
        assert!(tag.split('>').next().unwrap().contains("scope="), "{tag}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(made_up::report().to_html() == *WHOLE);
}
