use earsight_baselines::REGISTRY;
use earsight_bench::composed::{CLIP_SEGMENTS, Parts};
use earsight_bench::{
    AsPublished, Labelled, Plan, PrintedTable, bench_clips, bench_composed, bundled,
    first_rank_with_index_bug, tensor_import,
};
use earsight_metrics::{BestStart, always_first, always_last, uniform_chance};
use earsight_testing::shared;
use ndarray::Array1;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[test]
fn clips_are_composed_as_described() {
    let Some(folder) = shared("data/parts") else { return };
    let parts = Parts::read(&folder, 0).unwrap();
    let Labelled { features, annotations } = parts.compose(200, 7).unwrap();
    assert_eq!((features.clips().len(), annotations.len()), (200, 200));
    for clip in features.clips() {
        let pair = clip.both().unwrap();
        assert_eq!(pair.audio.dim(), (CLIP_SEGMENTS, 512));
        assert_eq!(pair.visual.dim(), (CLIP_SEGMENTS, 1280));
        let event = annotations.event(&clip.id).unwrap();
        assert!((2..=9).contains(&event.span.len) && event.span.end() <= CLIP_SEGMENTS);
    }
    let again = parts.compose(200, 7).unwrap();
    assert_eq!(again.features.clips(), features.clips());
    assert_ne!(parts.compose(200, 8).unwrap().annotations, annotations);
    // The other part has other recordings and photographs.
    let other = Parts::read(&folder, 1).unwrap().compose(20, 7).unwrap().features;
    let first = features.clips()[0].both().unwrap().visual.row(0).to_owned();
    let everywhere = other.clips().iter().filter_map(|clip| clip.both());
    assert!(everywhere.flat_map(|pair| pair.visual.rows()).all(|row| row != first));
}

#[test]
fn position_carries_no_information() {
    let Some(folder) = shared("data/parts") else { return };
    let parts = Parts::read(&folder, 1).unwrap();
    let (train, test) = (parts.compose(2000, 1).unwrap(), parts.compose(2000, 2).unwrap());
    let events = test.countable();
    let chance = uniform_chance(&events);
    assert!((chance - 0.23).abs() < 0.02, "{chance}");
    let learnt = BestStart::learn(&train.countable()).accuracy(&events);
    for rule in [always_first(&events), always_last(&events), learnt] {
        assert!((rule - chance).abs() < 0.04, "{rule}, chance {chance}");
    }
}

fn plan(names: &[&str], n_seeds: u64, n_workers: usize) -> Plan<'static> {
    let entry = |name: &&str| REGISTRY.entry(name).expect("the registry has it");
    let systems = names.iter().map(entry).collect();
    Plan { systems, n_seeds, n_workers, is_stopped: &|| false, progress: &|_, _, _| {} }
}

/// From features to scores: both methods are better than chance and than a shuffled query.
#[test]
fn three_hundred_clips_are_enough_to_find_most_events() {
    let parts = [0, 1].map(|part| bundled::parts(part).unwrap());
    let plan = plan(&["ms-vae", "cca"], 1, 2);
    let found = bench_composed(&parts, [300, 200], AsPublished::default(), &plan).unwrap();
    assert!(found.failures.is_empty(), "{:?}", found.failures);
    for row in &found.rows {
        let score = |name: &str| row.scores.get(name).unwrap().value;
        println!("{}: {}", row.model, serde_json::to_string(&row.scores).unwrap());
        for direction in ["a2v", "v2a"] {
            let exact = score(&format!("exact_{direction}"));
            let shuffled = score(&format!("shuffled_{direction}"));
            assert!(exact > 0.7 && shuffled < 0.5, "{} {exact} {shuffled}", row.model);
            assert!(score(&format!("within_1s_{direction}")) >= exact);
        }
        assert!(score("mrr_av") > 0.4 && score("mrr_va") > 0.4);
        assert!(score("mrr_aa") > 0.8 && score("mrr_vv") > 0.8);
        assert!(score("mrr_without_own_pair_av") <= score("mrr_av"));
    }
    let chance = found.controls["mrr_across_chance"];
    assert!((chance - 0.17).abs() < 0.03, "{chance}");
    let tables: Vec<String> = found.tables().iter().map(PrintedTable::markdown).collect();
    assert!(tables.iter().all(|table| table.lines().count() >= 3));
}

/// For any number of workers, the same plan gives the same bytes, in the same order.
#[test]
fn a_bench_gives_the_same_bits_again() {
    let features = bundled::clips().unwrap();
    let few = features.subset(&(0..25).collect::<Vec<_>>());
    let run = |n_workers| {
        let plan = plan(&["pcca", "ms-vae", "cca"], 2, n_workers);
        serde_json::to_string(&bench_clips(&few, 3, &plan).unwrap()).unwrap()
    };
    let (alone, together) = (run(1), run(3));
    assert_eq!(alone, together);
}

/// The published evaluation gives a perfect embedding .668 within a modality, on AVE's true test order (SPEC D12).
#[test]
fn the_published_index_bug_costs_what_is_known() {
    let Some(path) = shared("data/ave/rows.csv") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    // `row,youtube_id,class_id,class,start,end,std_split,std_pos,match_split,match_pos`, class with commas.
    let mut test: Vec<(usize, usize)> = text
        .lines()
        .filter_map(|line| {
            let mut from_end = line.rsplit(',');
            let (place, split) = (from_end.next()?, from_end.next()?);
            let class = line.split(',').nth(2)?;
            (split == "test").then(|| Some((place.parse().ok()?, class.parse().ok()?)))?
        })
        .collect();
    test.sort_unstable();
    let classes: Vec<usize> = test.into_iter().map(|(_, class)| class).collect();
    assert_eq!(classes.len(), 402);
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (mut sum, n_orders) = (0.0, 20);
    for own in (0..n_orders).flat_map(|_| 0..classes.len()) {
        let near = |item: usize| if classes[item] == classes[own] { 0.0 } else { 1.0 };
        let distances: Array1<f64> =
            (0..classes.len()).map(|item| near(item) + 1e-3 * rng.random::<f64>()).collect();
        let rank =
            first_rank_with_index_bug(distances.view(), own, |item| classes[item] == classes[own]);
        sum += rank.map_or(0.0, f64::recip);
    }
    let found = sum / (n_orders * classes.len()) as f64;
    assert!((found - 0.668).abs() < 0.005, "{found}");
}

#[test]
fn real_clips_are_read_by_name() {
    let Some(path) = shared("data/parts/clips.safetensors") else { return };
    let features = tensor_import::read(&path, None).unwrap().features;
    assert_eq!((features.clips().len(), features.n_paired_segments()), (59, 529));
}

#[test]
fn broken_bench_data_is_refused_with_its_path() {
    let missing = std::path::Path::new("no-such-folder");
    let message = Parts::read(missing, 0).err().unwrap().to_string();
    assert!(message.contains("no-such-folder"), "{message}");
}
