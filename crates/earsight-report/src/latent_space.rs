//! Where both senses put the same seconds (the paper's Fig. 3).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use earsight_core::{ClipId, Modality, Moment, PerModality};
use maud::{Markup, html};

use crate::number::{coordinate, measured};
use crate::plot::{Axis, line_path};
use crate::sense;

/// The latent space at several times, usually before and after training.
#[derive(Debug, Clone, Default)]
pub struct LatentSpace {
    /// How the dimensions became two, with every setting: `t-SNE, perplexity 30, seed 0`.
    pub projection: String,
    /// The panels, left to right.
    pub panels: Vec<LatentPanel>,
}

/// The latent space at one time.
#[derive(Debug, Clone, Default)]
pub struct LatentPanel {
    /// `Before training`.
    pub title: String,
    /// Both senses of the same moment are joined by a faint line.
    pub points: Vec<LatentPoint>,
    /// Numbers under the picture, because a projection to two dimensions can deceive.
    pub diagnostics: LatentDiagnostics,
}

/// The latent mean of one sense of one second, projected to two dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentPoint {
    /// Which sense.
    pub modality: Modality,
    /// Which second of which clip.
    pub moment: Moment,
    /// Projected position; only distances within the panel mean something.
    pub position: [f64; 2],
}

/// How much both senses share the latent space, measured in all its dimensions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LatentDiagnostics {
    /// Distance between the centres of both senses; 0 = no gap.
    pub modality_gap: Option<f64>,
    /// Fraction of samples closer than the true match, in 0..=1; 0.5 = chance, 0 = every pair is closest.
    pub foscttm: Option<f64>,
    /// How often a mark's nearest other mark is of its own sense, in 0..=1; 0.5 = the senses mix, 1 = apart.
    pub modality_accuracy: Option<f64>,
    /// Latent dimensions in use by each sense.
    pub active_units: Option<PerModality<usize>>,
    /// Latent dimensions there are.
    pub n_latents: Option<usize>,
    /// Mean divergence from the prior per dimension, in nats; near 0 = collapsed.
    pub kl_per_latent_nats: Option<PerModality<f64>>,
}

/// Of a panel, in its own units.
pub(crate) const SIDE: f64 = 400.0;
const MARGIN: f64 = 14.0;

impl LatentSpace {
    pub(crate) fn render(&self, n_points: usize) -> Markup {
        html! {
            figure {
                div.panels.wide {
                    @for panel in &self.panels { (panel.render(n_points)) }
                }
                figcaption {
                    "Each mark is one second of one clip as the model places it: "
                    (sense::mark(Modality::Audio)) " its sound, "
                    (sense::mark(Modality::Visual)) " its picture. \
                     A faint line joins the two marks of the same second: \
                     the shorter the lines and the more the two colours mix, the more sound and picture share one space. \
                     The numbers are measured in all dimensions; the drawing keeps only two ("
                    (self.projection) "), and distances between far groups in it mean little. \
                     Point at a mark to see its clip."
                }
            }
        }
    }
}

/// Everything of one clip, in pixels, so that one path draws it.
#[derive(Default)]
struct DrawnClip {
    by_segment: BTreeMap<usize, PerModality<Option<(f64, f64)>>>,
}

impl DrawnClip {
    fn pair_lines(&self) -> String {
        let mut path = String::new();
        for (audio, visual) in
            self.by_segment.values().filter_map(|pair| Some((pair.audio?, pair.visual?)))
        {
            path += &line_path([audio, visual]);
        }
        path
    }

    fn marks(&self, modality: Modality) -> String {
        let mut path = String::new();
        for (x, y) in self.by_segment.values().filter_map(|pair| pair[modality]) {
            let (x, y) = (coordinate(x), coordinate(y));
            match modality {
                // a dot of round caps
                Modality::Audio => write!(path, "M{x} {y}h0"),
                Modality::Visual => write!(path, "M{x} {}l3.2 5.6h-6.4z", coordinate(y - 3.5)),
            }
            .expect("a string takes any text");
        }
        path
    }
}

impl LatentPanel {
    fn render(&self, n_points: usize) -> Markup {
        html! {
            div.panel {
                h4 { (self.title) }
                svg.latent viewBox={ "0 0 " (SIDE) " " (SIDE) } role="img"
                    aria-label={ (self.title) ": " (self.points.len()) " points. " (self.diagnostics.sentence()) } {
                    (self.drawing(n_points))
                }
                (self.diagnostics.render())
            }
        }
    }

    /// What is inside the drawing, [`SIDE`] by [`SIDE`].
    pub(crate) fn drawing(&self, n_points: usize) -> Markup {
        let clips = self.drawn_clips(n_points);
        html! {
            rect.field x="0.5" y="0.5" width=(SIDE - 1.0) height=(SIDE - 1.0) {}
            @for (clip, drawn) in &clips {
                g.clip {
                    title { (clip) }
                    path.pair d=(drawn.pair_lines()) {}
                    path.mark.audio d=(drawn.marks(Modality::Audio)) {}
                    path.mark.visual d=(drawn.marks(Modality::Visual)) {}
                }
            }
            @if clips.is_empty() {
                text.tick x=(SIDE / 2.0) y=(SIDE / 2.0) text-anchor="middle" { "no point" }
            }
        }
    }

    /// At most about `n_points`: every so many moments, each with both senses.
    fn drawn_clips(&self, n_points: usize) -> BTreeMap<&ClipId, DrawnClip> {
        let finite =
            || self.points.iter().filter(|point| point.position.iter().all(|x| x.is_finite()));
        let moments: BTreeSet<&Moment> = finite().map(|point| &point.moment).collect();
        let every = (2 * moments.len()).div_ceil(n_points.max(2)).max(1);
        let kept: BTreeSet<&Moment> = moments.into_iter().step_by(every).collect();
        // one scale for both directions: distances within the panel are comparable
        let extent = |axis: usize| {
            let values = || finite().map(|point| point.position[axis]);
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
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
        for point in finite().filter(|point| kept.contains(&point.moment)) {
            let drawn = clips.entry(&point.moment.clip).or_default();
            drawn.by_segment.entry(point.moment.segment).or_default()[point.modality] =
                Some((across.at(point.position[0]), upwards.at(point.position[1])));
        }
        clips
    }
}

impl LatentDiagnostics {
    fn render(&self) -> Markup {
        html! {
            dl.diagnostics {
                @for (name, value, meaning) in self.rows() {
                    div { dt { (name) } dd { (value) " " span.quiet { (meaning) } } }
                }
            }
        }
    }

    fn sentence(&self) -> String {
        let rows = self.rows().into_iter().map(|(name, value, _)| format!("{name} {value}"));
        rows.collect::<Vec<_>>().join(", ")
    }

    /// Name, value and what the value means.
    pub(crate) fn rows(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut rows = Vec::new();
        if let Some(gap) = self.modality_gap {
            rows.push((
                "Modality gap",
                measured(gap),
                "distance between the centres of the senses",
            ));
        }
        if let Some(foscttm) = self.foscttm {
            let meaning = "share of wrong seconds closer than the right one; 0.5 is chance";
            rows.push(("FOSCTTM", measured(foscttm), meaning));
        }
        if let Some(accuracy) = self.modality_accuracy {
            let meaning = "nearest mark is of the same sense; 0.5 where they mix";
            rows.push(("1-NN sense", measured(accuracy), meaning));
        }
        if let Some(active) = self.active_units {
            let of = self.n_latents.map_or(String::new(), |n| format!(" of {n}"));
            let value = format!("sound {}, picture {}{of}", active.audio, active.visual);
            rows.push(("Active units", value, "dimensions that carry something"));
        }
        if let Some(kl) = self.kl_per_latent_nats {
            let value = format!("sound {}, picture {}", measured(kl.audio), measured(kl.visual));
            rows.push(("KL per dimension", value, "nats; near 0 it says nothing"));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(n_moments: usize) -> LatentPanel {
        let point = |modality, segment: usize| LatentPoint {
            modality,
            moment: Moment {
                clip: ClipId::new(format!("{}.mp4", segment / 10)),
                segment: segment % 10,
            },
            position: [segment as f64, -(segment as f64)],
        };
        let points = Modality::ALL
            .into_iter()
            .flat_map(|modality| (0..n_moments).map(move |n| point(modality, n)));
        LatentPanel { points: points.collect(), ..LatentPanel::default() }
    }

    #[test]
    fn large_sets_are_thinned_but_pairs_stay_pairs() {
        let panel = panel(3000);
        let clips = panel.drawn_clips(1000);
        let drawn: Vec<_> = clips.values().flat_map(|clip| clip.by_segment.values()).collect();
        assert_eq!(drawn.len(), 500);
        assert!(drawn.iter().all(|pair| pair.both().is_some()));
        assert_eq!(
            panel.drawn_clips(9000).values().map(|clip| clip.by_segment.len()).sum::<usize>(),
            3000
        );
    }

    #[test]
    fn points_that_are_not_numbers_are_not_drawn() {
        let mut panel = panel(3);
        panel.points[0].position = [f64::NAN, 0.0];
        panel.points[1].position = [f64::INFINITY, 0.0];
        let html = panel.render(1000).into_string();
        assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
        assert_eq!(
            panel.drawn_clips(1000).values().map(|clip| clip.by_segment.len()).sum::<usize>(),
            3
        );
    }
}
