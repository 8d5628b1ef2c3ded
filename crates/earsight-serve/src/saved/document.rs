//! The HTML around a saved page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::EmbeddedFile;
use serde_json::Value;

use super::entry::Entry;
use crate::assets;

/// The page's script and style, one file each.
const SCRIPT: &str = "saved/page.js";
const STYLE: &str = "saved/page.css";
const ICON: &str = "earsight.svg";

/// The whole file with style, data and script in it, and a policy that allows no request.
///
/// Data are JSON without a `<`, so that no name can end their element; title and policy are escaped.
pub(super) fn html(name: &str, mut head: Value, entries: &[Entry]) -> String {
    let [script, style, icon] = [SCRIPT, STYLE, ICON].map(assets::built);
    head["answers"] = entries.iter().map(Entry::saved).collect();
    let data = head.to_string().replace('<', "\\u003c");
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; media-src data:; \
         base-uri 'none'; form-action 'none'",
        source(script.as_ref()),
        source(style.as_ref()),
    );
    let icon = icon.map(|icon| STANDARD.encode(&icon.data)).unwrap_or_default();
    let [name, policy] = [name, &policy].map(escaped);
    let [script, style] = [script, style].map(|file| text(file.as_ref()));
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{name} · Earsight</title>
<link rel="icon" type="image/svg+xml" href="data:image/svg+xml;base64,{icon}">
<style>{style}</style>
<script type="application/json" id="saved">{data}</script>
<script type="module">{script}</script>
</head>
<body>
<noscript>This page needs JavaScript. The command line provides the same functions: earsight --help</noscript>
</body>
</html>
"#
    )
}

/// The source that a policy allows, by its SHA-256.
fn source(file: Option<&EmbeddedFile>) -> String {
    match file {
        Some(file) => format!("'sha256-{}'", STANDARD.encode(file.metadata.sha256_hash())),
        None => "'none'".to_owned(),
    }
}

fn text(file: Option<&EmbeddedFile>) -> String {
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn built_files_can_be_embedded_in_the_page() {
        assert!(assets::built(ICON).is_some());
        for path in [SCRIPT, STYLE] {
            let file = assets::built(path).unwrap_or_else(|| panic!("{path} is not built"));
            let text = text(Some(&file)).to_lowercase();
            // A `<!--` alone ends nothing: only together with a `<script` it would hide the end of a script.
            for mark in ["</script", "<script", "</style"] {
                assert!(!text.contains(mark), "{path} holds {mark}");
            }
            assert_eq!(text.len(), file.data.len(), "{path} is UTF-8");
        }
    }

    #[test]
    fn no_name_ends_its_element() {
        let name = "</script></title><script>alert(1)</script><!--\".mp4";
        let body = json!({ "clips": [{ "clip": name }] }).to_string().into_bytes();
        let entry = Entry::new(name, 200, "application/json", body);
        let plain = html("plain", json!({}), &[]);
        let hostile = html(name, json!({ "library": name }), &[entry]);
        for mark in ["<script", "</script", "<!--", "<title", "</title", "<style", "</style"] {
            let n = |page: &str| page.matches(mark).count();
            assert_eq!(n(&hostile), n(&plain), "{mark}");
        }
        let (_, rest) = hostile.split_once("id=\"saved\">").unwrap();
        let (data, _) = rest.split_once("</script>").unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["library"], name);
        assert_eq!(data["answers"][0]["body"]["clips"][0]["clip"], name);
    }
}
