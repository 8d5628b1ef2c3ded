//! docs/deviations.md names only switches that exist.

use std::process::Command;

use serde_json::Value;

use crate::readme::programs;

#[test]
fn every_switch_that_is_named_exists() {
    let answer = Command::new(programs().join("earsight")).args(["models", "--json"]).output();
    let answer: Value = serde_json::from_slice(&answer.unwrap().stdout).unwrap();
    let models = answer["models"].as_array().unwrap();
    assert_eq!(models[0]["name"], "ms-vae");
    let text = std::fs::read_to_string(crate::root().join("docs/deviations.md")).unwrap();
    let mut n_switches = 0;
    for named in text.split('`').skip(1).step_by(2).filter(|named| is_switch(named)) {
        let pointer = format!("/{}", named.replace('.', "/"));
        let has = |model: &Value| model["default_config"].pointer(&pointer).is_some();
        assert!(models.iter().any(has), "no model has a setting `{named}`");
        n_switches += 1;
    }
    assert!(n_switches > 20, "only {n_switches} switches are named");
}

fn is_switch(named: &str) -> bool {
    let tables = ["objective.", "network.", "training.", "distance."];
    tables.iter().any(|table| named.starts_with(table)) || named.ends_with("_input")
}
