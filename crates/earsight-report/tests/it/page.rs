//! Reading a page back, as far as tests need it.

/// Every value of that attribute, in order.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The page without its style sheet, each picture and sound replaced by its length and hash.
pub fn without_media(html: &str) -> String {
    let (head, rest) = html.split_once("<style>").expect("a page has a style");
    let (_, body) = rest.split_once("</style>").expect("a style ends");
    let mut parts = body.split(";base64,");
    let mut text = format!("{head}{}", parts.next().unwrap_or_default());
    for part in parts {
        let (media, after) = part.split_once('"').expect("a data URI ends");
        text += &format!("[{} characters, {:016x}]\"{after}", media.len(), fnv1a(media.as_bytes()));
    }
    text
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Fails unless every tag that opens is closed, in order, and no id is there twice.
#[track_caller]
pub fn assert_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let (head, rest) = html.split_once("<style>").expect("a page has a style");
    let (_, body) = rest.split_once("</style>").expect("a style ends");
    for tag in head.split('<').chain(body.split('<')).skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { continue };
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "in {open:?}"),
            None if ["!DOCTYPE", "meta", "img", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    let mut ids = attributes(html, "id");
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "an id is there twice");
    for target in attributes(html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(ids.contains(&target), "`#{target}` leads nowhere");
    }
    for labels in attributes(html, "aria-labelledby") {
        assert!(ids.contains(&labels), "`{labels}` is no id");
    }
}
