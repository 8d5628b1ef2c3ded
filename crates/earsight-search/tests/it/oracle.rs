//! The ranking is that of comparing every row, including the order of ties.

use earsight_core::{Distance, Norm, Part};
use earsight_search::{Certificate, Coder, Codes, Collection, Error, Neighbour, Ranking, Stretch};
use ndarray::{Array2, ArrayView2, Axis, concatenate, s};
use proptest::prelude::*;

use crate::rows::{distance, kind, naive, random, rows};

fn pairs(ranking: impl Iterator<Item = Neighbour>) -> Vec<(usize, f64)> {
    ranking.map(|Neighbour { row, distance }| (row, distance)).collect()
}

/// A collection of two stretches, the second coded by what was learned from the first.
fn with_collection<T>(
    distance: &Distance,
    rows: ArrayView2<'_, f32>,
    split: usize,
    answer: impl FnOnce(&Collection<'_>) -> T,
) -> T {
    let mut coder = Coder::new(distance, 2);
    let (first, second) = rows.split_at(Axis(0), split);
    let codes = [first, second].map(|rows| coder.code(rows).expect("finite rows"));
    let stretches = [first, second].into_iter().zip(&codes).map(|(rows, codes)| {
        let codes = codes.as_deref().map(|bytes| Codes::read(bytes, rows.nrows(), distance));
        Stretch { rows, codes: codes.transpose().expect("our own codes") }
    });
    answer(&Collection::new(distance, stretches.collect()).expect("rows of the distance"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_order_is_the_naive_one(
        kind in kind(),
        distance in distance(),
        (n_rows, split) in (1..400_usize).prop_flat_map(|n| (Just(n), 0..=n)),
        n_query in 1..4_usize,
        n_threads in 1..4_usize,
        is_of_the_rows in any::<bool>(),
        seed in 0..1000_u64,
    ) {
        let rows = rows(kind, n_rows + n_query, distance.n_columns(), seed);
        let query = rows.slice(s![n_rows.., ..]);
        let query = if is_of_the_rows { rows.slice(s![..n_query, ..]) } else { query };
        let rows = rows.slice(s![..n_rows, ..]);
        let expected = naive(&distance, rows, query);
        with_collection(&distance, rows, split, |collection| {
            let rankings = collection.rank(&[query, query.slice(s![..1, ..])], n_threads);
            let mut rankings = rankings.expect("a finite query");
            let single = naive(&distance, rows, query.slice(s![..1, ..]));
            prop_assert_eq!(pairs(rankings.pop().expect("two queries")), single);
            let mut ranking: Ranking<'_, '_> = rankings.pop().expect("two queries");
            let k = n_rows.min(10);
            prop_assert_eq!(pairs(ranking.by_ref().take(k)), &expected[..k]);
            holds(&ranking.certificate(), &expected, k)?;
            prop_assert_eq!(pairs(ranking.by_ref()), &expected[k..]);
            let whole = ranking.certificate();
            prop_assert_eq!((whole.n_compared, whole.others_beyond), (n_rows, None));
            Ok(())
        })?;
    }

    #[test]
    fn a_radius_gives_all_rows_within_it_and_no_other(
        kind in kind(),
        distance in distance(),
        n_rows in 1..300_usize,
        at in 0.0..1.2_f64,
        seed in 0..1000_u64,
    ) {
        let rows = rows(kind, n_rows, distance.n_columns(), seed);
        let query = random(1, distance.n_columns(), seed + 9);
        let expected = naive(&distance, rows.view(), query.view());
        // A radius that is the very distance of a row, when it falls on one.
        let index = ((n_rows as f64 * at) as usize).min(n_rows - 1);
        let radius = expected[index].1;
        let within: Vec<_> = expected.iter().copied().filter(|(_, far)| *far <= radius).collect();
        with_collection(&distance, rows.view(), n_rows / 3, |collection| {
            let mut ranking = collection.rank(&[query.view()], 2).expect("finite").remove(0);
            let found = pairs(std::iter::from_fn(|| ranking.next_within(radius)));
            prop_assert_eq!(found, within);
            let beyond = ranking.certificate().others_beyond;
            prop_assert!(beyond.is_none_or(|beyond| beyond > radius));
            Ok(())
        })?;
    }
}

/// The rows that were not given are as far as the certificate says.
fn holds(
    certificate: &Certificate,
    expected: &[(usize, f64)],
    k: usize,
) -> Result<(), TestCaseError> {
    prop_assert!(certificate.n_compared >= k && certificate.n_compared <= expected.len());
    prop_assert_eq!(certificate.others_beyond.is_none(), certificate.n_compared == expected.len());
    if let Some(beyond) = certificate.others_beyond {
        // Whoever is nearer than that was compared.
        let n_nearer = expected.iter().filter(|(_, distance)| *distance < beyond).count();
        prop_assert!(n_nearer <= certificate.n_compared);
        prop_assert!(beyond > expected[k - 1].1, "{beyond} proves {:?}", expected[k - 1]);
    }
    Ok(())
}

fn latent_and_generated(n_latent: usize, n_generated: usize) -> Distance {
    let part = |name: &'static str, columns| Part {
        name: name.into(),
        columns,
        weight: 1.0,
        norm: Norm::Euclidean,
    };
    let generated = n_latent..n_latent + n_generated;
    Distance { parts: vec![part("latent", 0..n_latent), part("generated", generated)] }
}

/// Latents, and what a fixed network makes of them.
fn decoded(n_rows: usize, n_latent: usize, n_generated: usize) -> Array2<f32> {
    let latent = random(n_rows, n_latent, 1);
    let hidden = latent.dot(&random(n_latent, 48, 2)).mapv(|x| x.max(0.0));
    let generated = hidden.dot(&random(48, n_generated, 3));
    concatenate(Axis(1), &[latent.view(), generated.view()]).expect("as many rows")
}

#[test]
fn what_a_decoder_generates_is_searched_by_a_short_head_and_few_comparisons() {
    let distance = latent_and_generated(10, 320);
    let rows = decoded(3000, 10, 320);
    let (queries, rows) = rows.view().split_at(Axis(0), 20);
    let bytes = Coder::new(&distance, 2).code(rows).expect("finite").expect("worth coding");
    let n_bytes = rows.len() * size_of::<f32>();
    assert!(bytes.len() < n_bytes / 5, "{} of {n_bytes} bytes", bytes.len());
    with_collection(&distance, rows, 1500, |collection| {
        let mut n_compared = 0;
        for query in queries.axis_chunks_iter(Axis(0), 1) {
            let mut ranking = collection.rank(&[query], 1).expect("finite").remove(0);
            assert_eq!(pairs(ranking.by_ref().take(10)), naive(&distance, rows, query)[..10]);
            n_compared += ranking.certificate().n_compared;
        }
        assert!(n_compared < 20 * 300, "{n_compared} comparisons for 20 queries");
    });
}

#[test]
fn rows_without_codes_are_all_compared() {
    let distance = latent_and_generated(3, 5);
    let rows = random(500, 8, 4);
    let stretch = Stretch { rows: rows.view(), codes: None };
    let collection = Collection::new(&distance, vec![stretch]).expect("eight columns");
    let query = random(2, 8, 5);
    let mut ranking = collection.rank(&[query.view()], 3).expect("finite").remove(0);
    let expected = naive(&distance, rows.view(), query.view());
    assert_eq!(pairs(ranking.by_ref().take(7)), expected[..7]);
    let certificate = ranking.certificate();
    assert_eq!((certificate.n_compared, certificate.others_beyond), (500, None));
}

#[test]
fn rows_that_cannot_be_compared_are_refused() {
    let distance = latent_and_generated(2, 2);
    let rows = random(5, 4, 6);
    let collection =
        Collection::new(&distance, vec![Stretch { rows: rows.view(), codes: None }]).expect("ok");
    let error = |query: Array2<f32>| {
        collection.rank(&[query.view()], 1).map(|_| ()).expect_err("a bad query")
    };
    assert_eq!(error(Array2::zeros((0, 4))), Error::NoQuestion);
    let (of, expected, found) = ("the question", 4, 3);
    assert_eq!(error(Array2::zeros((1, 3))), Error::Columns { of, expected, found });
    for bad in [f32::NAN, f32::INFINITY] {
        let mut query = random(2, 4, 7);
        query[(1, 2)] = bad;
        assert_eq!(error(query), Error::NotFinite { of, row: 1 });
        let mut rows = random(5, 4, 6);
        rows[(3, 0)] = bad;
        let refused = Coder::new(&distance, 1).code(rows.view());
        assert_eq!(refused, Err(Error::NotFinite { of: "the stretch", row: 3 }));
    }
}
