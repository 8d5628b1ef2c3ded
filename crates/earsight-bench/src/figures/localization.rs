//! A localized event: the clip second by second, windows, and the distance by start (Fig. 2).

use earsight::evaluation::LocalizedEvent;
use earsight_core::{Modality, PerModality, Span};

use super::axis::Axis;
use super::line::{line, value_grid};
use super::number::{coordinate, measured};
use super::svg::{Attribute, Svg};

/// Width of the drawing, in its own units.
pub(super) const WIDTH: f64 = 760.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = WIDTH - 10.0;
const CENTRE: f64 = (LEFT + RIGHT) / 2.0;
const FRAMES_TOP: f64 = 24.0;
const MAX_FRAME_HEIGHT: f64 = 60.0;
const SOUND_HEIGHT: f64 = 62.0;
const BAR_HEIGHT: f64 = 14.0;
const BAR_STEP: f64 = 19.0;
const CURVE_HEIGHT: f64 = 110.0;
const GAP: f64 = 8.0;
/// Tied starts that are drawn at most.
const MOST_TIES: usize = 3;

/// A window over the clip, with its row among the bars.
struct Window {
    class: String,
    label: &'static str,
    span: Span,
    /// The strip it is marked in.
    strip: Option<Modality>,
}

/// Positions of the parts that are drawn below each other.
struct Layout {
    /// Top and height of each strip.
    strips: PerModality<(f64, f64)>,
    bars_top: f64,
    curve_top: f64,
    curve_bottom: f64,
}

impl Layout {
    fn of(event: &LocalizedEvent, n_windows: usize) -> Self {
        let cell = (RIGHT - LEFT) / event.n_segments.clamp(1, 12) as f64;
        let visual = (FRAMES_TOP, (cell * 0.75).min(MAX_FRAME_HEIGHT));
        let audio = (visual.0 + visual.1 + GAP, SOUND_HEIGHT);
        let bars_top = audio.0 + audio.1 + GAP;
        let curve_top = bars_top + BAR_STEP * n_windows as f64 + GAP;
        let curve_bottom = curve_top + CURVE_HEIGHT;
        Layout { strips: PerModality { audio, visual }, bars_top, curve_top, curve_bottom }
    }
}

/// Height of the drawing.
pub(super) fn height(event: &LocalizedEvent) -> f64 {
    Layout::of(event, windows(event).len()).curve_bottom + 32.0
}

/// Clip, category, direction and outcome.
pub(super) fn title(event: &LocalizedEvent) -> String {
    let LocalizedEvent { clip, category, from, .. } = event;
    let (from, to) = (from.alias(), from.other().alias());
    format!("{clip}, {}: {from} \u{2192} {to}, {}", category.0, outcome(event))
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
        svg.tick((x, 12.0), "middle", second);
    }
    svg.label(&[("class", &"tick"), ("x", &2), ("y", &12)], "second");
    for modality in [Modality::Visual, Modality::Audio] {
        let (top, height) = layout.strips[modality];
        let middle = coordinate(top + height / 2.0 + 4.0);
        bar_label(svg, middle, modality.alias());
        svg.rect("missing", [LEFT, top, RIGHT - LEFT, height], &[]);
        svg.tick((CENTRE, middle), "middle", format_args!("no {}", modality.alias()));
    }
    for (index, Window { class, label, span, strip }) in windows.iter().enumerate() {
        let left = seconds.at(span.start as f64);
        let width = seconds.at(span.end() as f64) - left;
        if let Some((top, height)) = strip.map(|modality| layout.strips[modality]) {
            svg.rect("halo", [left, top, width, height], &[]);
            svg.rect(&format!("window {class}"), [left, top, width, height], &[]);
        }
        let top = layout.bars_top + BAR_STEP * index as f64;
        bar_label(svg, coordinate(top + 11.0), label);
        svg.rect(&format!("bar {class}"), [left, top, width, BAR_HEIGHT], &[("rx", &2)]);
    }
    curve(svg, event, &seconds, &layout);
}

fn bar_label(svg: &mut Svg, y: f64, label: &str) {
    svg.label(&[("class", &"bar-label"), ("x", &2), ("y", &y)], label);
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
    let starts: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    line(svg, "curve distance", starts.iter().map(|&(start, distance)| place(start, distance)));
    let mut n_finite = 0;
    for &(start, distance) in starts.iter().filter(|(_, distance)| distance.is_finite()) {
        n_finite += 1;
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
            svg.tooltip(format_args!("window from second {start}: {}", measured(distance)));
        });
    }
    if n_finite == 0 {
        svg.tick((CENTRE, coordinate((top + bottom) / 2.0)), "middle", "no distance is a number");
    }
    bar_label(svg, coordinate(top + 8.0), "distance");
    svg.tick(
        (CENTRE, coordinate(bottom + 24.0)),
        "middle",
        "distance summed over the query, by the second where the window would begin (lower is closer)",
    );
}

fn windows(event: &LocalizedEvent) -> Vec<Window> {
    let (from, truth) = (event.from, event.truth);
    let window =
        |class: &str, label, span, strip| Window { class: class.to_owned(), label, span, strip };
    let query = window(&format!("query {from}"), "query", truth, Some(from));
    let mut windows = vec![query, window("truth", "truth", truth, None)];
    for (place, &start) in event.found.tied.iter().take(1 + MOST_TIES).enumerate() {
        let span = Span::new(start, truth.len);
        windows.push(match place {
            0 => window("answer", "answer", span, Some(from.other())),
            _ => window("tied", "tied", span, None),
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
