//! The registry of kinds: ONE LINE PER KIND.
//!
//! To add one: a file in `kinds/` with its `perform`, `sound` and `draw`, and a line in [`KINDS`].

mod bell;
mod bird;
mod bouncing_ball;
mod clock;
mod cricket;
mod drum;
mod engine;
mod footsteps;
mod guitar;
mod kettle;
mod knock;
mod rain;
mod siren;
mod telephone;
mod waves;
mod xylophone;

use crate::{Canvas, Performance};

/// One kind of event.
pub struct Kind {
    name: &'static str,
    perform: fn(&mut Performance),
    sound: fn(&Performance) -> Vec<f64>,
    draw: fn(&Performance, f64, &mut Canvas<'_>),
}

/// All kinds; a [`crate::Take`] names one by its place here.
pub static KINDS: &[Kind] = &[
    bell::KIND,
    bird::KIND,
    bouncing_ball::KIND,
    clock::KIND,
    cricket::KIND,
    drum::KIND,
    engine::KIND,
    footsteps::KIND,
    guitar::KIND,
    kettle::KIND,
    knock::KIND,
    rain::KIND,
    siren::KIND,
    telephone::KIND,
    waves::KIND,
    xylophone::KIND,
];

impl Kind {
    /// The category, as it stands in the labels.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Decides what happens in `secs` seconds: strikes and rates, which both senses follow.
    pub fn perform(&self, seed: u64, secs: f64) -> Performance {
        let mut performance = Performance::new(seed, secs);
        (self.perform)(&mut performance);
        performance.strikes.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
        performance
    }

    /// What is heard, one channel at [`crate::SOUND_RATE_HZ`], at no particular loudness.
    pub fn sound(&self, performance: &Performance) -> Vec<f64> {
        (self.sound)(performance)
    }

    /// Draws what is seen at a time.
    pub fn draw(&self, performance: &Performance, time_secs: f64, canvas: &mut Canvas<'_>) {
        (self.draw)(performance, time_secs, canvas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_fit_into_a_labels_line() {
        let mut names: Vec<_> = KINDS.iter().map(Kind::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == ' ')));
    }

    #[test]
    fn something_happens_in_every_second_of_every_performance() {
        for (kind, seed) in KINDS.iter().flat_map(|kind| (0..12).map(move |seed| (kind, seed))) {
            let performance = kind.perform(seed, 10.0);
            let sound = kind.sound(&performance);
            assert!(sound.iter().all(|x| x.is_finite()), "{} {seed}", kind.name());
            let energy = |part: &[f64]| part.iter().map(|x| x * x).sum::<f64>();
            let mean = energy(&sound) / 10.0;
            for (second, part) in sound.chunks(sound.len() / 10).take(10).enumerate() {
                // 17 dB below the mean second is still well heard.
                assert!(energy(part) > 0.02 * mean, "{} {seed}: second {second}", kind.name());
            }
        }
    }
}
