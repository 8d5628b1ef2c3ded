//! The clip second by second: pictures, sound, windows and the distance by start, one under the other.

use earsight_core::{Modality, Span};
use maud::{Markup, html};

use super::LocalizationExample;
use crate::media::Media;
use crate::number::{coordinate, measured};
use crate::plot::{Axis, line, value_grid};

/// Of the drawing, in its own units.
pub(crate) const WIDTH: f64 = 760.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = WIDTH - 10.0;
const FRAMES_TOP: f64 = 24.0;
const MAX_FRAME_HEIGHT: f64 = 60.0;
const SOUND_HEIGHT: f64 = 62.0;
const BAR_HEIGHT: f64 = 14.0;
const BAR_STEP: f64 = 19.0;
const CURVE_HEIGHT: f64 = 110.0;
const GAP: f64 = 8.0;

/// A window over the clip, with its row among the bars.
struct Window {
    class: &'static str,
    label: String,
    span: Span,
    /// The strip it is marked in, if it is one of this clip's.
    strip: Option<Modality>,
}

pub(super) fn draw(example: &LocalizationExample, media: &Media<'_>) -> Markup {
    let (drawing, height) = drawing(example, media);
    html! {
        svg.strip viewBox={ "0 0 " (WIDTH) " " (coordinate(height)) } role="img"
            aria-label=(example.in_words()) { (drawing) }
    }
}

/// What is inside the drawing, [`WIDTH`] wide, and how high it is.
pub(crate) fn drawing(example: &LocalizationExample, media: &Media<'_>) -> (Markup, f64) {
    let sequence = &example.sequence;
    let n_secs = sequence.span.len.max(1);
    let first = sequence.span.start as f64;
    let seconds = Axis::linear(first, first + n_secs as f64, (LEFT, RIGHT));
    let n_shown = n_secs.min(media.limits.strip_frames.max(1));
    let cell = (RIGHT - LEFT) / n_shown as f64;
    let frame_height = (cell * 0.75).min(MAX_FRAME_HEIGHT);
    let windows = example.windows();

    let sound_top = FRAMES_TOP + frame_height + GAP;
    let bars_top = sound_top + SOUND_HEIGHT + GAP;
    let curve_top = bars_top + BAR_STEP * windows.len() as f64 + GAP;
    let curve_bottom = curve_top + CURVE_HEIGHT;
    let strip = |modality| match modality {
        Modality::Visual => (FRAMES_TOP, frame_height),
        Modality::Audio => (sound_top, SOUND_HEIGHT),
    };
    let drawing = html! {
            @for second in seconds.ticks(n_secs.min(12)).into_iter().filter(|second| second.fract() == 0.0) {
                @let x = coordinate(seconds.at(second));
                path.grid d={ "M" (x) " 18V" (coordinate(curve_bottom)) } {}
                text.tick x=(x) y="12" text-anchor="middle" { (second) }
            }
            text.tick x="2" y="12" { "second" }
            (strip_label("picture", strip(Modality::Visual)))
            (pictures(example, media, n_shown, &seconds, frame_height))
            (strip_label("sound", strip(Modality::Audio)))
            (sound(example, media, sound_top))
            @for (index, window) in windows.iter().enumerate() {
                @let (left, right) = window.pixels(&seconds);
                @let width = coordinate(right - left);
                @let top = bars_top + BAR_STEP * index as f64;
                @if let Some((top, height)) = window.strip.map(strip) {
                    rect.halo x=(coordinate(left)) y=(coordinate(top)) width=(width) height=(coordinate(height)) {}
                    rect.window.(window.class) x=(coordinate(left)) y=(coordinate(top)) width=(width) height=(coordinate(height)) {}
                }
                text.bar-label x="2" y=(coordinate(top + 11.0)) { (window.label) }
                rect.bar.(window.class) x=(coordinate(left)) y=(coordinate(top)) width=(width) height=(BAR_HEIGHT) rx="2" {}
            }
            (curve(example, &seconds, curve_top, curve_bottom))
    };
    (drawing, curve_bottom + 32.0)
}

fn strip_label(text: &str, (top, height): (f64, f64)) -> Markup {
    html! { text.bar-label x="2" y=(coordinate(top + height / 2.0 + 4.0)) { (text) } }
}

fn pictures(
    example: &LocalizationExample,
    media: &Media<'_>,
    n_shown: usize,
    seconds: &Axis,
    height: f64,
) -> Markup {
    let span = example.sequence.span;
    let cell = (RIGHT - LEFT) / n_shown as f64;
    let width = cell.min(height * 16.0 / 9.0) - 1.0;
    html! {
        @if example.sequence.frames.is_empty() {
            (empty_strip("no picture", FRAMES_TOP, height))
        }
        @for index in (0..n_shown).map(|shown| shown * span.len / n_shown) {
            @if let Some(uri) = example.sequence.frames.get(index).and_then(|frame| media.thumbnail(frame, 128)) {
                @let left = seconds.at((span.start + index) as f64) + (cell - width) / 2.0;
                image href=(uri) x=(coordinate(left)) y=(FRAMES_TOP) width=(coordinate(width))
                    height=(coordinate(height)) preserveAspectRatio="xMidYMid slice" {}
            }
        }
    }
}

fn sound(example: &LocalizationExample, media: &Media<'_>, top: f64) -> Markup {
    let uri = example.sequence.sound.as_ref().and_then(|sound| media.strip_spectrogram(sound));
    html! {
        @if let Some(uri) = uri {
            image href=(uri) x=(LEFT) y=(coordinate(top)) width=(RIGHT - LEFT) height=(SOUND_HEIGHT)
                preserveAspectRatio="none" {}
        } @else {
            (empty_strip("no sound", top, SOUND_HEIGHT))
        }
    }
}

fn empty_strip(text: &str, top: f64, height: f64) -> Markup {
    html! {
        rect.missing x=(LEFT) y=(coordinate(top)) width=(RIGHT - LEFT) height=(coordinate(height)) {}
        text.tick x=((LEFT + RIGHT) / 2.0) y=(coordinate(top + height / 2.0 + 4.0)) text-anchor="middle" { (text) }
    }
}

fn curve(example: &LocalizationExample, seconds: &Axis, top: f64, bottom: f64) -> Markup {
    let first = example.sequence.span.start;
    let distances = Axis::around(example.distances.iter().copied(), (bottom, top));
    let points: Vec<(usize, f64, f64)> = example
        .distances
        .iter()
        .enumerate()
        .filter(|(_, distance)| distance.is_finite())
        .map(|(index, &distance)| {
            (first + index, seconds.at((first + index) as f64), distances.at(distance))
        })
        .collect();
    let positions = example.distances.iter().enumerate().map(|(index, &distance)| {
        let y = if distance.is_finite() { distances.at(distance) } else { f64::NAN };
        (seconds.at((first + index) as f64), y)
    });
    html! {
        (value_grid(&distances, 3, LEFT, RIGHT))
        (line("curve distance", positions))
        @for &(start, x, y) in &points {
            @let class = match example.best_starts.iter().position(|&best| best == start) {
                Some(0) => "best",
                Some(_) => "tied",
                None => "start",
            };
            circle.point.(class) cx=(coordinate(x)) cy=(coordinate(y)) r=(if class == "start" { 2.6 } else { 5.0 }) {
                title { "window from second " (start) ": " (measured(example.distances[start - first])) }
            }
        }
        @if points.is_empty() {
            text.tick x=((LEFT + RIGHT) / 2.0) y=(coordinate((top + bottom) / 2.0)) text-anchor="middle" { "no distance is a number" }
        }
        text.bar-label x="2" y=(coordinate(top + 8.0)) { "distance" }
        text.tick x=((LEFT + RIGHT) / 2.0) y=(coordinate(bottom + 24.0)) text-anchor="middle" {
            "distance summed over the query, by the second where the window would begin (lower is closer)"
        }
    }
}

impl Window {
    /// Left and right edge, inside the drawing.
    fn pixels(&self, seconds: &Axis) -> (f64, f64) {
        (seconds.at(self.span.start as f64), seconds.at(self.span.end() as f64))
    }
}

impl LocalizationExample {
    fn windows(&self) -> Vec<Window> {
        let to = self.from.other();
        let mut windows = Vec::new();
        if self.query_is_in_sequence() {
            let (span, strip) = (self.query.span, Some(self.from));
            let query_class = match self.from {
                Modality::Audio => "query audio",
                Modality::Visual => "query visual",
            };
            windows.push(Window { class: query_class, label: "query".into(), span, strip });
        }
        if let Some(span) = self.truth {
            windows.push(Window { class: "truth", label: "truth".into(), span, strip: None });
        }
        if let Some(span) = self.answer() {
            let strip = Some(to);
            windows.push(Window { class: "answer", label: "answer".into(), span, strip });
        }
        // more ties than these say no more, they only fill the page
        for &start in self.best_starts.iter().skip(1).take(3) {
            let span = Span::new(start, self.query.span.len);
            windows.push(Window { class: "tied", label: "tied".into(), span, strip: None });
        }
        windows
    }

    fn in_words(&self) -> String {
        let windows: Vec<String> = self
            .windows()
            .iter()
            .map(|window| format!("{} {}", window.label, crate::excerpt::seconds(window.span)))
            .collect();
        format!(
            "{} seconds of {}: frames, spectrogram and distance by start; {}",
            self.sequence.span.len,
            self.sequence.clip,
            windows.join(", ")
        )
    }
}
