//! Codes as bytes: read as they were written, refused when they are anything else.

use earsight_core::Distance;
use earsight_search::{Coder, Codes, Collection, Error, Stretch};
use ndarray::Array2;
use proptest::prelude::*;

use crate::rows::{Kind, distance, kind, rows};

fn coded(distance: &Distance, rows: &Array2<f32>) -> Vec<u8> {
    let coded = Coder::new(distance, 2).code(rows.view()).expect("finite rows");
    coded.expect("rows that are worth coding")
}

proptest! {
    #[test]
    fn codes_do_not_depend_on_the_threads(
        kind in kind(),
        distance in distance(),
        n_rows in 1..200_usize,
        seed in 0..100_u64,
    ) {
        let rows = rows(kind, n_rows, distance.n_columns(), seed);
        let one = Coder::new(&distance, 1).code(rows.view()).expect("finite rows");
        prop_assert_eq!(one, Some(coded(&distance, &rows)));
    }

    #[test]
    fn broken_bytes_never_panic(
        distance in distance(),
        kind in kind(),
        n_rows in 1..40_usize,
        (at, to) in (any::<prop::sample::Index>(), any::<u8>()),
        cut in any::<prop::sample::Index>(),
    ) {
        let rows = rows(kind, n_rows, distance.n_columns(), 3);
        let mut bytes = coded(&distance, &rows);
        let cut = cut.index(bytes.len());
        let of_cut = Codes::read(&bytes[..cut], n_rows, &distance);
        let is_refused = matches!(of_cut, Err(Error::Codes { .. }));
        prop_assert!(is_refused);
        let at = at.index(bytes.len());
        bytes[at] = to;
        // Wrong numbers give wrong bounds, but a ranking of every row.
        if let Ok(codes) = Codes::read(&bytes, n_rows, &distance) {
            let stretch = Stretch { rows: rows.view(), codes: Some(codes) };
            let collection = Collection::new(&distance, vec![stretch]).expect("as many rows");
            let found = collection.rank(&[rows.view()], 1).expect("finite").remove(0).count();
            prop_assert_eq!(found, n_rows);
        }
    }
}

#[test]
fn codes_of_something_else_are_refused() {
    let distance_of = |n_columns| Distance::euclidean("latent", n_columns);
    let distance = distance_of(64);
    let rows = rows(Kind::LowRank, 300, 64, 1);
    let bytes = coded(&distance, &rows);
    assert!(bytes.len() < rows.len(), "three dimensions are coded by a head");
    assert!(Codes::read(&bytes, 300, &distance).is_ok());
    let reason = |bytes: &[u8], n_rows, distance: &Distance| {
        Codes::read(bytes, n_rows, distance).map(|_| ()).expect_err("not these").to_string()
    };
    let longer = [bytes.as_slice(), &[0]].concat();
    let mut turned = bytes.clone();
    // The last number of the head's axes, before the rows' terms and codes.
    let axes_end = bytes.len() - 300 * (16 + 16);
    turned[axes_end - 2] ^= 0x40;
    let said = [
        reason(b"", 300, &distance),
        reason(b"something else entirely", 300, &distance),
        reason(&bytes, 299, &distance),
        reason(&bytes, 300, &distance_of(63)),
        reason(&longer, 300, &distance),
        reason(&turned, 300, &distance),
    ];
    let of = "these are not the codes of the rows beside them: ";
    let expected = [
        "they are cut off",
        "they begin with something else",
        "they are of 300 rows in 1 parts, not of 299 in 1",
        "a part is of columns 0..64, not 0..63",
        "1 bytes are left over",
        "the axes of a head are not as long as axes are",
    ];
    assert_eq!(said, expected.map(|reason| format!("{of}{reason}")));
}
