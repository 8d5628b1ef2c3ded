use earsight::evaluation::{localize_events, localize_shuffled};
use earsight::models;
use earsight_bench::composed::{CLIP_SEGMENTS, Parts};
use earsight_bench::real_clips;
use earsight_bench::retrieval_table::mean_reciprocal_ranks;
use earsight_core::{Annotations, Modality};
use earsight_metrics::{BestStart, always_first, always_last, exact_match, uniform_chance};
use earsight_testing::shared;

#[test]
fn clips_are_composed_as_described() {
    let Some(folder) = shared("data/parts") else { return };
    let parts = Parts::read(&folder, 0).unwrap();
    let (features, annotations) = parts.compose(200, 7).unwrap();
    assert_eq!((features.clips().len(), annotations.len()), (200, 200));
    for clip in features.clips() {
        let pair = clip.both().unwrap();
        assert_eq!(pair.audio.dim(), (CLIP_SEGMENTS, 512));
        assert_eq!(pair.visual.dim(), (CLIP_SEGMENTS, 1280));
        let event = annotations.event(&clip.id).unwrap();
        assert!((2..=9).contains(&event.span.len) && event.span.end() <= CLIP_SEGMENTS);
    }
    let again = parts.compose(200, 7).unwrap();
    assert_eq!(again.0.clips(), features.clips());
    assert_ne!(parts.compose(200, 8).unwrap().1, annotations);
    // The other part has other recordings and photographs.
    let other = Parts::read(&folder, 1).unwrap().compose(20, 7).unwrap().0;
    let first = features.clips()[0].both().unwrap().visual.row(0).to_owned();
    let everywhere = other.clips().iter().filter_map(|clip| clip.both());
    assert!(everywhere.flat_map(|pair| pair.visual.rows()).all(|row| row != first));
}

fn placed(annotations: &Annotations) -> Vec<(earsight_core::Span, usize)> {
    annotations.iter().map(|(_, event)| (event.span, CLIP_SEGMENTS)).collect()
}

#[test]
fn position_carries_no_information() {
    let Some(folder) = shared("data/parts") else { return };
    let parts = Parts::read(&folder, 1).unwrap();
    let (_, train) = parts.compose(2000, 1).unwrap();
    let (_, test) = parts.compose(2000, 2).unwrap();
    let events = placed(&test);
    let chance = uniform_chance(&events);
    assert!((chance - 0.23).abs() < 0.02, "{chance}");
    let learnt = BestStart::learn(&placed(&train)).accuracy(&events);
    for rule in [always_first(&events), always_last(&events), learnt] {
        assert!((rule - chance).abs() < 0.04, "{rule} beside {chance}");
    }
}

/// From features to scores: both methods find what chance and a shuffled query do not.
#[test]
fn three_hundred_clips_are_enough_to_find_most_events() {
    let Some(folder) = shared("data/parts") else { return };
    let (train, _) = Parts::read(&folder, 0).unwrap().compose(300, 0).unwrap();
    let (test, annotations) = Parts::read(&folder, 1).unwrap().compose(200, 1).unwrap();
    for name in ["ms-vae", "cca"] {
        let entry = models::entry(name).unwrap();
        let config = (entry.default_config)();
        let model = entry.fit_unsupervised(&config, &train, 0, &mut ()).unwrap();
        let exact = |events: Vec<earsight::evaluation::LocalizedEvent>, from| {
            let hits: Vec<f64> = events
                .iter()
                .filter(|event| event.from == from)
                .map(|event| exact_match(&event.answer()))
                .collect();
            hits.iter().sum::<f64>() / hits.len() as f64
        };
        for from in Modality::ALL {
            let found = exact(localize_events(model.as_ref(), &test, &annotations).unwrap(), from);
            let shuffled =
                exact(localize_shuffled(model.as_ref(), &test, &annotations).unwrap(), from);
            println!("{name} from {from}: exact {found:.3}, shuffled query {shuffled:.3}");
            assert!(found > 0.7 && shuffled < 0.5, "{name} from {from}: {found}, {shuffled}");
        }
        let mrr = mean_reciprocal_ranks(model.as_ref(), &test, &annotations, 0).unwrap();
        println!("{name} {mrr:?}");
        assert!(mrr.audio.visual > 0.4 && mrr.visual.audio > 0.4, "{name}: {mrr:?}");
        assert!(mrr.audio.audio > 0.8 && mrr.visual.visual > 0.8, "{name}: {mrr:?}");
    }
}

#[test]
fn real_clips_are_read_by_name() {
    let Some(path) = shared("data/parts/clips.safetensors") else { return };
    let features = real_clips::read(&path).unwrap();
    assert_eq!((features.clips().len(), features.n_paired_segments()), (59, 529));
}

#[test]
fn broken_bench_data_is_refused_with_its_path() {
    let missing = std::path::Path::new("no-such-folder");
    let message = Parts::read(missing, 0).err().unwrap().to_string();
    assert!(message.contains("no-such-folder"), "{message}");
}
