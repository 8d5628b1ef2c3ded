//! Comparison of floating-point results.

/// Largest `|a − b|` over the largest `|b|`.
pub fn relative_error<'a>(
    found: impl IntoIterator<Item = &'a f32>,
    expected: impl IntoIterator<Item = &'a f32>,
) -> f64 {
    let (mut found, mut expected) = (found.into_iter(), expected.into_iter());
    let (mut worst, mut scale) = (0.0_f64, 0.0_f64);
    loop {
        match (found.next(), expected.next()) {
            (Some(&a), Some(&b)) => {
                let difference = (f64::from(a) - f64::from(b)).abs();
                worst = if difference.is_nan() { f64::INFINITY } else { worst.max(difference) };
                scale = scale.max(f64::from(b).abs());
            }
            (None, None) => return if worst == 0.0 { 0.0 } else { worst / scale.max(1e-30) },
            _ => panic!("one side is longer"),
        }
    }
}

/// Fails with both the error and the bound when [`relative_error`] exceeds `tolerance`.
#[track_caller]
pub fn assert_close<'a>(
    what: &str,
    found: impl IntoIterator<Item = &'a f32>,
    expected: impl IntoIterator<Item = &'a f32>,
    tolerance: f64,
) {
    let error = relative_error(found, expected);
    assert!(error <= tolerance, "{what}: relative error {error:.3e} is above {tolerance:.0e}");
}

/// Cosine of the angle between two rows, in −1..=1.
pub fn cosine<'a>(
    a: impl IntoIterator<Item = &'a f32>,
    b: impl IntoIterator<Item = &'a f32>,
) -> f64 {
    let (mut dot, mut norm_a, mut norm_b) = (0.0, 0.0, 0.0);
    for (&a, &b) in a.into_iter().zip(b) {
        let (a, b) = (f64::from(a), f64::from(b));
        dot += a * b;
        norm_a += a * a;
        norm_b += b * b;
    }
    dot / f64::sqrt(norm_a * norm_b).max(1e-300)
}
