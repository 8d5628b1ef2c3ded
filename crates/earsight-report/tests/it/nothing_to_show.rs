//! Parts that are empty, and collections that lack a sense.

use earsight_core::{Frame, Modality, Span};
use earsight_report::{
    Excerpt, LatentPanel, LatentSpace, LocalizationExample, Report, RetrievalExample, SelfCheck,
    TrainingCurves,
};

use crate::page::assert_well_formed;

#[test]
fn an_empty_report_says_why_each_part_is_empty() {
    let html = Report::default().to_html();
    assert_well_formed(&html);
    assert_eq!(html.matches("<section").count(), 6);
    assert_eq!(html.matches("class=\"nothing\"").count(), 6);
}

#[test]
fn parts_without_rows_are_still_a_page() {
    let report = Report {
        self_checks: vec![SelfCheck::default()],
        training: Some(TrainingCurves::default()),
        latent_space: Some(LatentSpace {
            panels: vec![LatentPanel::default()],
            ..LatentSpace::default()
        }),
        ..Report::default()
    };
    assert_well_formed(&report.to_html());
}

#[test]
fn one_silent_clip_without_labels_is_shown() {
    let mut clip = Excerpt::new("silent.mp4", Span::new(0, 1));
    clip.frames = vec![Frame::new(2, 2, vec![90; 12]).unwrap()];
    let report = Report {
        localizations: vec![LocalizationExample {
            from: Modality::Visual,
            query: clip.clone(),
            sequence: clip.clone(),
            distances: vec![0.0],
            best_starts: vec![0],
            truth: None,
        }],
        retrievals: vec![RetrievalExample {
            from: Modality::Visual,
            to: Modality::Audio,
            query: clip,
            hits: vec![],
        }],
        ..Report::default()
    };
    let html = report.to_html();
    assert_well_formed(&html);
    for words in ["no sound", "Nobody said where it really is", "Nothing was found"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("truth") || !html.contains(">truth<"), "no window that nobody knows");
}
