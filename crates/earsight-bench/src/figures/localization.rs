//! A clip second by second: windows and the distance by start, one under the other (Fig. 2).

use std::fmt::Display;

use earsight::evaluation::LocalizedEvent;
use earsight_core::{Modality, Span};

use super::axis::Axis;
use super::line::{line, value_grid};
use super::number::{coordinate, measured};
use super::svg::{Attribute, Svg};

/// Width of the drawing, in its own units.
pub(super) const WIDTH: f64 = 760.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = WIDTH - 10.0;
const FRAMES_TOP: f64 = 24.0;
const MAX_FRAME_HEIGHT: f64 = 60.0;
const SOUND_HEIGHT: f64 = 62.0;
const BAR_HEIGHT: f64 = 14.0;
const BAR_STEP: f64 = 19.0;
const CURVE_HEIGHT: f64 = 110.0;
const GAP: f64 = 8.0;
/// More ties than these say no more, they only fill the page.
const MOST_TIES: usize = 3;

/// A window over the clip, with its row among the bars.
struct Window {
    class: &'static str,
    label: &'static str,
    span: Span,
    /// The strip it is marked in.
    strip: Option<Modality>,
}

/// Tops of what is drawn below each other.
struct Layout {
    frame_height: f64,
    sound_top: f64,
    bars_top: f64,
    curve_top: f64,
    curve_bottom: f64,
}

impl Layout {
    fn of(event: &LocalizedEvent, n_windows: usize) -> Self {
        let cell = (RIGHT - LEFT) / event.n_segments.clamp(1, 12) as f64;
        let frame_height = (cell * 0.75).min(MAX_FRAME_HEIGHT);
        let sound_top = FRAMES_TOP + frame_height + GAP;
        let bars_top = sound_top + SOUND_HEIGHT + GAP;
        let curve_top = bars_top + BAR_STEP * n_windows as f64 + GAP;
        let curve_bottom = curve_top + CURVE_HEIGHT;
        Layout { frame_height, sound_top, bars_top, curve_top, curve_bottom }
    }

    /// Top and height of a strip.
    fn strip(&self, modality: Modality) -> (f64, f64) {
        match modality {
            Modality::Visual => (FRAMES_TOP, self.frame_height),
            Modality::Audio => (self.sound_top, SOUND_HEIGHT),
        }
    }
}

/// Height of the drawing.
pub(super) fn height(event: &LocalizedEvent) -> f64 {
    Layout::of(event, windows(event).len()).curve_bottom + 32.0
}

/// Clip, category, direction and how the answer compares with the truth.
pub(super) fn title(event: &LocalizedEvent) -> String {
    let LocalizedEvent { clip, category, from, .. } = event;
    let (from, to) = (word(*from), word(from.other()));
    format!("{clip}, {}: {from} \u{2192} {to}, {}", category.0, outcome(event))
}

fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Audio => "sound",
        Modality::Visual => "picture",
    }
}

fn outcome(event: &LocalizedEvent) -> String {
    let truth = event.truth.start;
    match event.found.tied.as_slice() {
        [] => "no answer".to_owned(),
        [start] if *start == truth => "exact match".to_owned(),
        starts if starts.contains(&truth) => "tie with the right start".to_owned(),
        [start, ..] => format!("{} s off", start.abs_diff(truth)),
    }
}

/// Draws a localized event, [`WIDTH`] wide and [`height`] high.
pub(super) fn draw(svg: &mut Svg, event: &LocalizedEvent) {
    let n_secs = event.n_segments.max(1);
    let seconds = Axis::linear(0.0, n_secs as f64, (LEFT, RIGHT));
    let windows = windows(event);
    let layout = Layout::of(event, windows.len());
    for second in seconds.ticks(n_secs.min(12)).into_iter().filter(|second| second.fract() == 0.0) {
        let x = coordinate(seconds.at(second));
        let path = format!("M{x} 18V{}", coordinate(layout.curve_bottom));
        svg.shape("path", &[("class", &"grid"), ("d", &path)]);
        tick(svg, x, 12.0, second);
    }
    svg.label(&[("class", &"tick"), ("x", &2), ("y", &12)], "second");
    for (modality, missing) in [(Modality::Visual, "no picture"), (Modality::Audio, "no sound")] {
        let (top, height) = layout.strip(modality);
        let middle = coordinate(top + height / 2.0 + 4.0);
        bar_label(svg, middle, word(modality));
        rect(svg, "missing", (LEFT, RIGHT - LEFT), (top, height));
        tick(svg, (LEFT + RIGHT) / 2.0, middle, missing);
    }
    for (index, window) in windows.iter().enumerate() {
        let left = seconds.at(window.span.start as f64);
        let across = (left, seconds.at(window.span.end() as f64) - left);
        let top = layout.bars_top + BAR_STEP * index as f64;
        if let Some(down) = window.strip.map(|modality| layout.strip(modality)) {
            rect(svg, "halo", across, down);
            rect(svg, &format!("window {}", window.class), across, down);
        }
        bar_label(svg, coordinate(top + 11.0), window.label);
        let (left, width) = (coordinate(across.0), coordinate(across.1));
        svg.shape(
            "rect",
            &[
                ("class", &format!("bar {}", window.class)),
                ("x", &left),
                ("y", &coordinate(top)),
                ("width", &width),
                ("height", &BAR_HEIGHT),
                ("rx", &2),
            ],
        );
    }
    curve(svg, event, &seconds, &layout);
}

fn tick(svg: &mut Svg, x: f64, y: f64, said: impl Display) {
    svg.label(&[("class", &"tick"), ("x", &x), ("y", &y), ("text-anchor", &"middle")], said);
}

fn bar_label(svg: &mut Svg, y: f64, said: &str) {
    svg.label(&[("class", &"bar-label"), ("x", &2), ("y", &y)], said);
}

/// A rectangle from its left edge and width, its top and height.
fn rect(svg: &mut Svg, class: &str, across: (f64, f64), down: (f64, f64)) {
    let [x, y, width, height] = [across.0, down.0, across.1, down.1].map(coordinate);
    svg.shape(
        "rect",
        &[("class", &class), ("x", &x), ("y", &y), ("width", &width), ("height", &height)],
    );
}

fn curve(svg: &mut Svg, event: &LocalizedEvent, seconds: &Axis, layout: &Layout) {
    let (top, bottom) = (layout.curve_top, layout.curve_bottom);
    let values = &event.found.distances;
    let distances = Axis::around(values.iter().copied(), (bottom, top));
    value_grid(svg, &distances, 3, LEFT, RIGHT);
    let place = |start: usize, distance: f64| {
        let y = if distance.is_finite() { distances.at(distance) } else { f64::NAN };
        (seconds.at(start as f64), y)
    };
    let by_start = || values.iter().copied().enumerate();
    line(svg, "curve distance", by_start().map(|(start, distance)| place(start, distance)));
    let finite: Vec<_> = by_start().filter(|(_, distance)| distance.is_finite()).collect();
    for &(start, distance) in &finite {
        let (class, radius) = match event.found.tied.iter().position(|&best| best == start) {
            Some(0) => ("point best", 5.0),
            Some(_) => ("point tied", 5.0),
            None => ("point start", 2.6),
        };
        let (x, y) = place(start, distance);
        let (x, y) = (coordinate(x), coordinate(y));
        let circle: [Attribute<'_>; 4] =
            [("class", &class), ("cx", &x), ("cy", &y), ("r", &radius)];
        svg.element("circle", &circle, |svg| {
            let said = format!("window from second {start}: {}", measured(distance));
            svg.element("title", &[], |svg| svg.text(said));
        });
    }
    if finite.is_empty() {
        let middle = coordinate((top + bottom) / 2.0);
        tick(svg, (LEFT + RIGHT) / 2.0, middle, "no distance is a number");
    }
    bar_label(svg, coordinate(top + 8.0), "distance");
    tick(
        svg,
        (LEFT + RIGHT) / 2.0,
        coordinate(bottom + 24.0),
        "distance summed over the query, by the second where the window would begin (lower is closer)",
    );
}

fn windows(event: &LocalizedEvent) -> Vec<Window> {
    let (from, truth) = (event.from, event.truth);
    let query_class = match from {
        Modality::Audio => "query audio",
        Modality::Visual => "query visual",
    };
    let mut windows = vec![
        Window { class: query_class, label: "query", span: truth, strip: Some(from) },
        Window { class: "truth", label: "truth", span: truth, strip: None },
    ];
    for (place, &start) in event.found.tied.iter().take(1 + MOST_TIES).enumerate() {
        let span = Span::new(start, truth.len);
        windows.push(match place {
            0 => Window { class: "answer", label: "answer", span, strip: Some(from.other()) },
            _ => Window { class: "tied", label: "tied", span, strip: None },
        });
    }
    windows
}

#[cfg(test)]
mod tests {
    use earsight::localization::Localization;
    use earsight_core::Category;

    use super::*;

    fn event(tied: &[usize], distances: Vec<f64>) -> LocalizedEvent {
        LocalizedEvent {
            clip: "a.mp4".into(),
            category: Category("bell".into()),
            from: Modality::Audio,
            truth: Span::new(3, 2),
            n_segments: 10,
            found: Localization {
                start: tied.first().copied().unwrap_or_default(),
                tied: tied.to_vec(),
                query_len: 2,
                distances,
            },
        }
    }

    #[test]
    fn the_outcome_counts_ties_and_seconds() {
        let outcome = |tied: &[usize]| outcome(&event(tied, vec![1.0; 9]));
        assert_eq!(outcome(&[3]), "exact match");
        assert_eq!(outcome(&[1, 3]), "tie with the right start");
        assert_eq!(outcome(&[3, 1]), "tie with the right start");
        assert_eq!(outcome(&[8]), "5 s off");
        assert_eq!(outcome(&[]), "no answer");
    }

    #[test]
    fn odd_distances_break_no_drawing() {
        let odd = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0, 1e-320];
        for distances in odd.iter().map(|&odd| vec![odd, 1.0, odd, 2.0]).chain([odd.clone()]) {
            let mut svg = Svg::default();
            // a start beyond the clip on purpose
            draw(&mut svg, &event(&[1, 30], distances));
            let drawing = svg.into_text();
            for attribute in drawing.split('"').skip(1).step_by(2) {
                assert!(!attribute.contains("NaN") && !attribute.contains("inf"), "{attribute}");
            }
            assert!(!drawing.contains("=\"-"), "{drawing}");
        }
    }
}
