//! The colour map of spectrograms.

/// Matplotlib's `magma` (Smith and van der Walt 2015, released as CC0) at 17 even steps.
///
/// Perceptually uniform, and ordered also in grey and for colour-blind people.
const MAGMA: [[u8; 3]; 17] = [
    [0, 0, 4],
    [10, 8, 34],
    [29, 17, 71],
    [54, 16, 107],
    [81, 18, 124],
    [106, 28, 129],
    [131, 38, 129],
    [156, 46, 127],
    [183, 55, 121],
    [208, 65, 111],
    [231, 82, 99],
    [245, 107, 92],
    [252, 137, 97],
    [254, 167, 114],
    [254, 196, 136],
    [254, 226, 163],
    [252, 253, 191],
];

/// Colour of a level, clamped to 0..=1, interpolated linearly between the steps; not a number counts as 0.
pub(super) fn magma(level: f32) -> [u8; 3] {
    let level = if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) };
    let position = level * (MAGMA.len() - 1) as f32;
    let step = (position as usize).min(MAGMA.len() - 2);
    let share = position - step as f32;
    std::array::from_fn(|channel| {
        let (from, to) = (f32::from(MAGMA[step][channel]), f32::from(MAGMA[step + 1][channel]));
        (from + share * (to - from)).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn louder_is_brighter() {
        let brightness = |level| {
            let [r, g, b] = magma(level).map(f32::from);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let levels: Vec<f32> = (0..=64).map(|step| brightness(step as f32 / 64.0)).collect();
        assert!(levels.windows(2).all(|pair| pair[1] > pair[0]), "{levels:?}");
        assert_eq!(magma(-1.0), MAGMA[0]);
        assert_eq!(magma(2.0), MAGMA[16]);
        assert_eq!(magma(f32::NAN), MAGMA[0]);
    }
}
