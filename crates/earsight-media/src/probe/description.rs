//! Parses the description of a file that ffmpeg prints.
//!
//! Its form has been the same since version 2:
//! ```text
//! Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
//!   Duration: 00:00:10.00, start: 0.000000, bitrate: 118 kb/s
//!   Stream #0:0[0x1](und): Video: h264 (High), yuv420p, 320x240 [SAR 1:1 DAR 4:3], 30 fps, …
//!     Side data:
//!       displaymatrix: rotation of -90.00 degrees
//!   Stream #0:1: Audio: aac (LC), 44100 Hz, mono, fltp, 69 kb/s (default)
//! ```
//! Metadata of the file (titles, lyrics) is indented further and never starts such a line.

use crate::{AudioStream, MediaInfo, VideoStream};

/// Parses the description; `None` when there is none.
pub(super) fn read(messages: &str) -> Option<MediaInfo> {
    let mut lines = messages.lines().skip_while(|line| !line.starts_with("Input #0, "));
    let container = lines.next()?.strip_prefix("Input #0, ")?.split(", from '").next()?.to_owned();
    let mut info = MediaInfo { container, duration_secs: None, video: None, audio: None };
    let mut in_video = false;
    for line in lines {
        if let Some(times) = line.strip_prefix("  Duration: ") {
            // `00:00:10.01, start: 0.025057, bitrate: 118 kb/s`, or `N/A`.
            let duration = times.split(", ").next();
            info.duration_secs = duration.and_then(clock_secs).filter(|secs| *secs > 0.0);
        } else if let Some(stream) = line.strip_prefix("  Stream #0:") {
            in_video = read_stream(stream, &mut info);
        } else if in_video
            && let Some(video) = &mut info.video
            && let Some(degrees) = rotation(line)
        {
            video.rotation_degrees = degrees;
        }
    }
    Some(info)
}

/// `01:02:03.45` in seconds.
fn clock_secs(clock: &str) -> Option<f64> {
    let mut secs = 0.0;
    for part in clock.trim().split(':') {
        secs = secs * 60.0 + part.parse::<f64>().ok().filter(|part| *part >= 0.0)?;
    }
    Some(secs)
}

/// Takes the first usable stream of each modality; returns whether this is the video stream.
fn read_stream(stream: &str, info: &mut MediaInfo) -> bool {
    let n_digits = stream.bytes().take_while(u8::is_ascii_digit).count();
    let Ok(index) = stream[..n_digits].parse() else { return false };
    let Some((_, described)) = stream[n_digits..].split_once(": ") else { return false };
    if let Some(described) = described.strip_prefix("Video: ") {
        // Cover art, or a stored thumbnail of a video.
        let is_cover =
            described.contains("(attached pic)") || described.contains("(timed thumbnails)");
        if info.video.is_none() && !is_cover {
            info.video = video(index, described, &info.container);
            return info.video.is_some();
        }
    } else if let Some(described) = described.strip_prefix("Audio: ")
        && info.audio.is_none()
    {
        info.audio = audio(index, described);
    }
    false
}

/// `h264 (High) (avc1 / 0x31), yuv420p(tv, bt709), 320x240 [SAR 1:1 DAR 4:3], 30 fps, 30 tbr`.
fn video(index: usize, described: &str, container: &str) -> Option<VideoStream> {
    let (width_px, height_px) = described.split([',', ' ']).find_map(size)?;
    let rate = |unit: &str| {
        let part = described.split(", ").find_map(|part| part.strip_suffix(unit))?;
        thousands(part.trim())
    };
    let ratio = described.split_once("SAR ").map(|(_, rest)| rest.split([' ', ',', ']']).next());
    let pixel_aspect = ratio
        .flatten()
        .and_then(|ratio| ratio.split_once(':'))
        .and_then(|(w, h)| Some(w.parse::<f64>().ok()? / h.parse::<f64>().ok()?))
        .filter(|aspect| aspect.is_finite() && *aspect > 0.0)
        .unwrap_or(1.0);
    Some(VideoStream {
        index,
        codec: first_word(described),
        pixel_format: pixel_format(described),
        width_px,
        height_px,
        fps: rate(" fps").or_else(|| rate(" tbr")),
        rotation_degrees: 0,
        pixel_aspect,
        is_still: container.ends_with("_pipe"),
    })
}

/// `aac (LC) (mp4a / 0x6134706D), 44100 Hz, 5.1(side), fltp, 128 kb/s`.
fn audio(index: usize, described: &str) -> Option<AudioStream> {
    let rate = described.split(", ").find_map(|part| part.strip_suffix(" Hz"))?;
    let sample_rate_hz = rate.trim().parse().ok()?;
    let codec = first_word(described);
    (sample_rate_hz > 0).then_some(AudioStream { index, codec, sample_rate_hz })
}

/// `displaymatrix: rotation of -90.00 degrees` (version 9: `Display Matrix: …`), to the left, in 0..360.
fn rotation(line: &str) -> Option<u32> {
    let (side_data, turned) = line.trim().split_once(": rotation of ")?;
    if !["displaymatrix", "Display Matrix"].contains(&side_data) {
        return None;
    }
    let degrees: f64 = turned.strip_suffix(" degrees")?.trim().parse().ok()?;
    degrees.is_finite().then(|| degrees.round().rem_euclid(360.0) as u32 % 360)
}

/// `yuv420p` of `h264 (High), yuv420p(tv, bt709), 320x240`.
fn pixel_format(described: &str) -> Option<String> {
    let name = described.split(", ").nth(1)?.split(['(', ' ']).next()?;
    (!name.is_empty() && size(name).is_none()).then(|| name.to_owned())
}

/// `320x240`, and not the `0x31637661` of a codec's tag.
fn size(word: &str) -> Option<(u32, u32)> {
    let (width, height) = word.split_once('x')?;
    let (width, height): (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
    (width > 0 && height > 0 && !word.starts_with('0')).then_some((width, height))
}

/// `29.97`, `90k` or `1.5k`.
fn thousands(number: &str) -> Option<f64> {
    let value = match number.strip_suffix('k') {
        Some(digits) => digits.parse::<f64>().ok()? * 1000.0,
        None => number.parse::<f64>().ok()?,
    };
    (value.is_finite() && value > 0.0).then_some(value)
}

fn first_word(described: &str) -> String {
    described.split([' ', ',']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
