//! A resumed training ends as an uninterrupted one.

use earsight::{Error, Observer};
use earsight_baselines::REGISTRY;
use earsight_core::FeatureSet;

use crate::{quick, toy};

/// Keeps every snapshot and asks to stop after so many epochs.
struct Interrupted {
    stop_after: usize,
    epochs: usize,
    last: Option<Vec<u8>>,
    resume_from: Option<Vec<u8>>,
}

impl Interrupted {
    fn after(stop_after: usize, resume_from: Option<Vec<u8>>) -> Self {
        Interrupted { stop_after, epochs: 0, last: None, resume_from }
    }
}

impl Observer for Interrupted {
    fn resume(&mut self) -> Option<Vec<u8>> {
        self.resume_from.take()
    }

    fn snapshot(&mut self, _epoch: usize, state: &dyn Fn() -> Vec<u8>) {
        self.epochs += 1;
        self.last = Some(state());
    }

    fn stop_requested(&mut self) -> bool {
        self.epochs >= self.stop_after
    }
}

#[test]
fn a_resumed_training_ends_with_the_same_bits() {
    let features = toy::collection(8, 5, 7);
    for name in
        ["ms-vae", "ms-vae-paper", "ms-vae-reference", "cm-vae", "ave-net-f", "avdln", "avsdn"]
    {
        let Some(entry) = quick::entry(name) else { continue };
        let config = quick::quick_config(entry);
        let straight = quick::fit(entry, &config, &features, 1, &mut ()).unwrap();
        let mut first = Interrupted::after(2, None);
        let stopped = quick::fit(entry, &config, &features, 1, &mut first).err();
        assert!(matches!(stopped, Some(Error::Stopped { epoch: 2 })), "{stopped:?}");
        let mut second = Interrupted::after(usize::MAX, first.last.clone());
        let resumed = quick::fit(entry, &config, &features, 1, &mut second).unwrap();
        assert_eq!(second.epochs, 2, "{name} began anew");
        assert_eq!(resumed.checkpoint().to_bytes(), straight.checkpoint().to_bytes());
    }
}

#[test]
fn a_snapshot_of_something_else_is_refused() {
    let features = toy::collection(8, 5, 7);
    let entry = REGISTRY.entry("ms-vae").unwrap();
    let config = quick::quick_config(entry);
    let mut first = Interrupted::after(1, None);
    quick::fit(entry, &config, &features, 1, &mut first).err().unwrap();
    let snapshot = first.last.unwrap();
    let refused = |features: &FeatureSet, seed: u64, bytes: Vec<u8>| {
        let mut observer = Interrupted::after(usize::MAX, Some(bytes));
        let result = quick::fit(entry, &config, features, seed, &mut observer);
        matches!(result.err(), Some(Error::Checkpoint { .. }))
    };
    assert!(refused(&features, 2, snapshot.clone()), "another seed");
    assert!(refused(&toy::collection(8, 5, 8), 1, snapshot.clone()), "another collection");
    assert!(refused(&features, 1, snapshot[..snapshot.len() / 2].to_vec()), "half a file");
}
