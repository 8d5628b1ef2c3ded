//! The audio and the visual latents of the same seconds, in the plane (Fig. 3).

use std::collections::BTreeMap;

use earsight::latent_space::Diagnostics;
use earsight_core::{ClipId, Modality, Moment, PerModality};
use ndarray::Array2;

use super::axis::Axis;
use super::line::line_path;
use super::number::{coordinate, measured};
use super::svg::Svg;

/// Side of a panel, in its own units.
pub(super) const SIDE: f64 = 400.0;
const MARGIN: f64 = 14.0;

/// Draws one panel, [`SIDE`] by [`SIDE`]: a dot for each second's audio, a triangle for its visual side, joined.
///
/// # Shapes
/// - `plane`: `[moments, 2]` each; a row that is not finite is not drawn
pub(super) fn draw(svg: &mut Svg, moments: &[Moment], plane: &PerModality<Array2<f32>>) {
    svg.rect("field", [0.5, 0.5, SIDE - 1.0, SIDE - 1.0], &[]);
    let clips = drawn_clips(moments, plane);
    for (clip, drawn) in &clips {
        svg.element("g", &[("class", &"clip")], |svg| {
            svg.tooltip(clip);
            svg.shape("path", &[("class", &"pair"), ("d", &pair_lines(drawn))]);
            for modality in Modality::ALL {
                let class = format!("mark {}", modality.name());
                svg.shape("path", &[("class", &class), ("d", &marks(drawn, modality))]);
            }
        });
    }
    if clips.is_empty() {
        svg.tick((SIDE / 2.0, SIDE / 2.0), "middle", "no point");
    }
}

/// Names and values of the diagnostics of a latent space, one line each.
pub(super) fn diagnostic_rows(found: &Diagnostics) -> [String; 5] {
    let PerModality { audio, visual } = found.active_units;
    let kl = found.kl_per_dim.map(measured);
    [
        format!("Modality gap: {}", measured(found.modality_gap)),
        format!("FOSCTTM: {}", measured(found.foscttm)),
        format!("1-NN modality: {}", measured(found.modality_accuracy)),
        format!("Active units: sound {audio}, picture {visual} of {}", found.latent_dim),
        format!("KL per dimension: sound {}, picture {}", kl.audio, kl.visual),
    ]
}

/// Positions of one clip's seconds by segment, in pixels, so that one path draws them.
type DrawnClip = BTreeMap<usize, PerModality<Option<(f64, f64)>>>;

fn pair_lines(clip: &DrawnClip) -> String {
    let pairs = clip.values().filter_map(|pair| Some([pair.audio?, pair.visual?]));
    pairs.map(line_path).collect()
}

fn marks(clip: &DrawnClip, modality: Modality) -> String {
    let mark = |(x, y): (f64, f64)| match modality {
        // a dot of round caps
        Modality::Audio => format!("M{} {}h0", coordinate(x), coordinate(y)),
        Modality::Visual => {
            format!("M{} {}l3.2 5.6h-6.4z", coordinate(x), coordinate(coordinate(y) - 3.5))
        }
    };
    clip.values().filter_map(|pair| pair[modality]).map(mark).collect()
}

fn drawn_clips<'a>(
    moments: &'a [Moment],
    plane: &PerModality<Array2<f32>>,
) -> BTreeMap<&'a ClipId, DrawnClip> {
    let points: Vec<(Modality, &Moment, [f64; 2])> = Modality::ALL
        .into_iter()
        .flat_map(|modality| {
            let rows = plane[modality].rows().into_iter().zip(moments);
            rows.map(move |(row, moment)| (modality, moment, [0, 1].map(|axis| row[axis].into())))
        })
        .filter(|(_, _, position)| position.iter().all(|x: &f64| x.is_finite()))
        .collect();
    // one scale for both directions: distances within the panel are comparable
    let extent = |axis: usize| {
        let values = points.iter().map(|(_, _, position)| position[axis]);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let (across, upwards) = (extent(0), extent(1));
    let half = ((across.1 - across.0).max(upwards.1 - upwards.0) / 2.0).max(1e-9);
    let around = |(low, high): (f64, f64), pixels| {
        let centre = low / 2.0 + high / 2.0;
        Axis::linear(centre - half, centre + half, pixels)
    };
    let across = around(across, (MARGIN, SIDE - MARGIN));
    let upwards = around(upwards, (SIDE - MARGIN, MARGIN));
    let mut clips: BTreeMap<&ClipId, DrawnClip> = BTreeMap::new();
    for (modality, moment, [x, y]) in points {
        let drawn = clips.entry(&moment.clip).or_default();
        drawn.entry(moment.segment).or_default()[modality] = Some((across.at(x), upwards.at(y)));
    }
    clips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_are_not_numbers_are_not_drawn() {
        let moments: Vec<Moment> =
            (0..3).map(|segment| Moment { clip: "a<b.mp4".into(), segment }).collect();
        let mut plane = PerModality::from_fn(|_| {
            Array2::from_shape_fn((3, 2), |(row, axis)| (row * (axis + 1)) as f32)
        });
        plane.audio[[0, 0]] = f32::NAN;
        plane.audio[[1, 1]] = f32::INFINITY;
        let mut svg = Svg::default();
        draw(&mut svg, &moments, &plane);
        let drawing = svg.into_text();
        assert!(!drawing.contains("NaN") && !drawing.contains("inf"), "{drawing}");
        assert!(drawing.contains("<title>a&lt;b.mp4</title>"), "{drawing}");
        let clips = drawn_clips(&moments, &plane);
        let drawn: Vec<_> = clips.values().flat_map(BTreeMap::values).collect();
        assert_eq!(drawn.iter().filter(|pair| pair.audio.is_some()).count(), 1);
        assert_eq!(drawn.iter().filter(|pair| pair.visual.is_some()).count(), 3);
    }
}
