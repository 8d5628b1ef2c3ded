//! A cue sheet as OpenTimelineIO (<https://opentimelineio.readthedocs.io>, file format specification).
//!
//! The query has a track of its own, each result one below it, best first; only the best is enabled.
//! Schemas have their oldest versions, which every reader upgrades.

use std::ops::Range;
use std::path::Path;

use earsight_core::Modality;
use serde_json::{Value, json};

use super::piece::frames;
use super::{CueSheet, Piece};

/// Units a second if the query has no frame rate.
const RATE_WITHOUT_PICTURES: f64 = 1000.0;

/// The whole document.
pub fn document(sheet: &CueSheet) -> Value {
    let rate = sheet.fps.unwrap_or(RATE_WITHOUT_PICTURES);
    let mut tracks = vec![track("shot".to_owned(), &sheet.shot, true, rate)];
    for (index, cue) in sheet.cues.iter().enumerate() {
        tracks.push(track(format!("answer {}", index + 1), cue, index == 0, rate));
    }
    json!({
        "OTIO_SCHEMA": "Timeline.1",
        "name": sheet.shot.name,
        "metadata": {},
        "global_start_time": null,
        "tracks": item("Stack.1", "tracks", json!({ "children": tracks })),
    })
}

fn track(name: String, piece: &Piece, is_enabled: bool, rate: f64) -> Value {
    let gap = range(0..piece.first_frame(rate), rate);
    let gap = (piece.at_secs > 0).then(|| item("Gap.1", "", json!({ "source_range": gap })));
    let kind = match piece.modality {
        Modality::Audio => "Audio",
        Modality::Visual => "Video",
    };
    let children: Vec<Value> = gap.into_iter().chain([clip(piece, rate)]).collect();
    let fields = json!({ "kind": kind, "enabled": is_enabled, "children": children });
    item("Track.1", &name, fields)
}

fn clip(piece: &Piece, rate: f64) -> Value {
    let fields = json!({
        "metadata": { "earsight": { "distance": piece.distance } },
        "source_range": range(piece.frames(rate), rate),
        "media_reference": {
            "OTIO_SCHEMA": "ExternalReference.1",
            "name": piece.name,
            "metadata": {},
            "target_url": file_url(&piece.path),
            "available_range": piece.file_secs.map(|secs| range(0..frames(secs, rate), rate)),
        },
    });
    item("Clip.1", &piece.name, fields)
}

/// An item of a timeline: the fields that all items have, and `fields` of its own, which replace them.
fn item(schema: &str, name: &str, mut fields: Value) -> Value {
    let mut item = json!({
        "OTIO_SCHEMA": schema,
        "name": name,
        "metadata": {},
        "source_range": null,
        "effects": [],
        "markers": [],
        "enabled": true,
    });
    for (key, value) in fields.as_object_mut().into_iter().flatten() {
        item[key] = value.take();
    }
    item
}

fn range(frames: Range<u64>, rate: f64) -> Value {
    let time = |frames: u64| json!({ "OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": frames as f64 });
    json!({
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": time(frames.start),
        "duration": time(frames.end - frames.start),
    })
}

/// `file://` and the path, every byte escaped that is not plain in a URL (RFC 3986 §2.3, RFC 8089).
fn file_url(path: &Path) -> String {
    let mut url = "file://".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            _ => url += &format!("%{byte:02X}"),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue_sheet::tests::probed;

    #[test]
    fn every_result_has_a_track_and_starts_where_it_fits() {
        let document = document(&probed());
        let tracks = document["tracks"]["children"].as_array().unwrap();
        let kinds: Vec<_> = tracks.iter().map(|track| track["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["Video", "Audio", "Audio"]);
        let is_enabled: Vec<_> = tracks.iter().map(|track| track["enabled"] == true).collect();
        assert_eq!(is_enabled, [true, true, false], "only the best result is enabled");
        let times = |range: &Value| {
            ["start_time", "duration"].map(|time| range[time]["value"].as_f64().unwrap())
        };
        let bell = &tracks[1]["children"][0];
        assert_eq!(times(&bell["source_range"]), [90.0, 108.0]);
        assert_eq!(times(&bell["media_reference"]["available_range"]), [0.0, 198.0]);
        let [gap, tick] = [0, 1].map(|place| &tracks[2]["children"][place]);
        assert_eq!(gap["OTIO_SCHEMA"], "Gap.1");
        assert_eq!(times(&gap["source_range"]), [0.0, 90.0]);
        assert_eq!(times(&tick["source_range"]), [0.0, 30.0]);
        assert!(tick["media_reference"]["available_range"].is_null(), "its length is unknown");
    }

    #[test]
    fn odd_names_are_escaped() {
        let check = |path: &str, url: &str| assert_eq!(file_url(Path::new(path)), url);
        check("/a/b-1.wav", "file:///a/b-1.wav");
        check("/a b/100 %#?.wav", "file:///a%20b/100%20%25%23%3F.wav");
        check("/Klöße \"x\".wav", "file:///Kl%C3%B6%C3%9Fe%20%22x%22.wav");
    }
}
