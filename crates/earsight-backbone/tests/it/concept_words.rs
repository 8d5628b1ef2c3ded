//! Typed words to concepts.

use std::collections::{BTreeSet, HashMap};

use earsight_backbone::{
    Concept, ConceptList, FoundConcepts, MAX_SUGGESTIONS, MAX_WORDS, MatchKind, TermUse,
    concept_list,
};
use proptest::prelude::*;

const WORDS: &str = include_str!("../../data/imagenet-1k-words.tsv");
const ABSENT: &str = include_str!("../../data/imagenet-1k-absent.tsv");
const IGNORED: &str = include_str!("../../data/ignored-words.txt");
const IRREGULAR: &str = include_str!("../../data/irregular-plurals.tsv");

fn list() -> &'static ConceptList {
    concept_list("imagenet-1k").unwrap()
}

fn find(text: &str) -> FoundConcepts {
    list().find(text)
}

fn names(found: &FoundConcepts) -> Vec<&'static str> {
    let concepts: Vec<Concept> = list().concepts().collect();
    found.concepts.iter().map(|&column| concepts[column].name).collect()
}

fn uses(found: &FoundConcepts) -> Vec<(&str, TermUse)> {
    found.terms.iter().map(|term| (&*term.text, term.used)).collect()
}

/// Words that WordNet has a rare meaning of, which is not used.
const BLOCKED: [&str; 6] = ["head", "match", "person", "wind", "wood", "work"];

#[test]
fn every_name_of_the_list_finds_its_concept() {
    for (column, concept) in list().concepts().enumerate() {
        for text in [concept.name.to_owned(), format!("  {}s!", concept.name.to_uppercase())] {
            let found = find(&text);
            assert!(found.concepts.contains(&column), "{text}: {:?}", names(&found));
            assert!(found.terms.iter().all(|term| term.used == TermUse::Used), "{text}");
        }
    }
}

#[test]
fn every_name_in_wordnet_finds_its_concept() {
    let columns: HashMap<&str, usize> =
        list().concepts().enumerate().map(|(column, of)| (of.wordnet_id, column)).collect();
    let mut n_concepts = 0;
    for line in WORDS.lines() {
        let [id, _, names] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let Some(column) = columns.get(id) else { continue };
        n_concepts += 1;
        for name in names.split('|').filter(|name| !BLOCKED.contains(name)) {
            assert!(find(name).concepts.contains(column), "{name}");
        }
    }
    assert_eq!(n_concepts, 1000);
}

#[test]
fn a_hypernym_finds_everything_below_it() {
    for (text, n_concepts, some) in [
        ("dog", 118, "beagle"),
        ("animal", 398, "goldfish"),
        ("vehicle", 67, "ambulance"),
        ("musical instrument", 26, "violin"),
        ("boat", 6, "canoe"),
        ("bird", 59, "ostrich"),
    ] {
        let found = find(text);
        assert_eq!(found.concepts.len(), n_concepts, "{text}");
        assert!(names(&found).contains(&some), "{text}");
        assert_eq!(found.terms[0].senses[0].kind, MatchKind::Hypernym);
    }
    assert_eq!(names(&find("piano")), ["grand piano", "upright"]);
    assert!(names(&find("food")).contains(&"pizza"));
}

#[test]
fn names_of_most_concepts_are_too_general() {
    for text in ["entity", "object", "physical entity", "artifact", "whole"] {
        let found = find(text);
        assert!(found.concepts.is_empty(), "{text}");
        assert!(found.terms.iter().any(|term| term.used == TermUse::TooGeneral), "{text}");
    }
    assert_eq!(names(&find("piano object")), ["grand piano", "upright"]);
}

#[test]
fn plurals_and_verb_forms_are_read() {
    for (text, same) in [
        ("dogs", "dog"),
        ("dog's", "dog"),
        ("dogs’", "dog"),
        ("buses", "bus"),
        ("foxes", "fox"),
        ("torches", "torch"),
        ("canaries", "canary"),
        ("wolves", "wolf"),
        ("mice", "mouse"),
        ("geese", "goose"),
        ("knives", "knife"),
        ("sea lions", "sea lion"),
        ("hammering", "hammer"),
        ("hammered", "hammer"),
        ("drumming", "drum"),
        ("whistling", "whistle"),
        ("swimming trunk", "swimming trunks"),
    ] {
        assert_eq!(names(&find(text)), names(&find(same)), "{text}");
    }
    // The exact word first: sunglasses are a concept of their own.
    assert_eq!(names(&find("sunglasses"))[0], "sunglasses");
    for (plural, singular) in IRREGULAR.lines().filter_map(|line| line.split_once('\t')) {
        let (found, same) = (find(plural), find(singular));
        assert!(!found.concepts.is_empty() || same.concepts.is_empty(), "{plural}");
    }
}

#[test]
fn verb_forms_never_add_to_other_terms() {
    let found = find("dogs drinking");
    assert_eq!(uses(&found), [("dogs", TermUse::Used), ("drinking", TermUse::Unused)]);
    assert_eq!(found.concepts, find("dog").concepts);
    assert_eq!(names(&find("hammering and sawing")), ["chain saw", "hammer"]);
}

#[test]
fn phrases_are_read_before_words() {
    for (text, name) in [
        ("electric guitar", "electric guitar"),
        ("two electric guitars playing", "electric guitar"),
        ("race car", "racer"),
        ("race-car", "racer"),
        ("racecar", "racer"),
        ("sea lion", "sea lion"),
        ("hot dog", "hotdog"),
        ("T-shirt", "jersey"),
        ("a hen of the woods", "hen-of-the-woods"),
        ("jack o'lantern", "jack-o'-lantern"),
        ("white shark", "great white shark"),
        ("crane bird", "crane bird"),
        ("black and tan", "black-and-tan coonhound"),
    ] {
        assert_eq!(names(&find(text)), [name], "{text}");
    }
    assert_eq!(find("black and tan").terms[0].senses[0].kind, MatchKind::PartOfName);
    assert_eq!(names(&find("a corn")), ["corn"]);
    assert!(names(&find("dog")).iter().all(|name| *name != "hotdog"));
}

#[test]
fn terms_narrow_each_other_or_add_up() {
    let found = find("dog terrier");
    assert!(found.is_intersection);
    assert_eq!(found.concepts, find("terrier").concepts);
    let found = find("church bell");
    assert!(!found.is_intersection);
    assert_eq!(names(&found), ["chime", "church"]);
    assert_eq!(find("dog, dogs and DOG").concepts.len(), 118);
    assert_eq!(find("piano piano").terms.len(), 1);
}

#[test]
fn weights_are_ones_at_the_concepts() {
    let found = find("piano");
    let weights = found.weights();
    assert_eq!(weights.len(), list().len());
    let ones: Vec<usize> = (0..weights.len()).filter(|&column| weights[column] == 1.0).collect();
    assert_eq!(ones, found.concepts);
    assert_eq!(weights.iter().sum::<f32>(), 2.0);
    assert_eq!(find("").weights(), vec![0.0; list().len()]);
}

#[test]
fn ambiguous_words_have_both_meanings() {
    let found = find("crane");
    assert_eq!(names(&found), ["crane bird", "crane"]);
    let [term] = &found.terms[..] else { panic!("{found:?}") };
    assert!(term.is_ambiguous());
    let above: Vec<_> = term.senses.iter().map(|sense| sense.above).collect();
    assert_eq!(above, [Some("wading bird"), Some("lifting device")]);
    assert!(find("instrument").terms[0].is_ambiguous());
    assert!(!find("dog").terms[0].is_ambiguous());
    assert!(!find("food").terms[0].is_ambiguous());
}

#[test]
fn unknown_words_are_reported_with_near_names() {
    let found = find("the sound of a dog barking");
    assert_eq!(uses(&found), [("dog", TermUse::Used), ("barking", TermUse::Unknown)]);
    assert_eq!(found.concepts.len(), 118);
    for (typed, near) in [
        ("giutar", "guitar"),
        ("umbrela", "umbrella"),
        ("violinist", "violin"),
        ("polar", "polar bear"),
        ("rain", "umbrella"),
        ("raining", "umbrella"),
        ("wind", "sailing boat"),
        ("babies", "crib"),
        ("speech", "microphone"),
    ] {
        let found = find(typed);
        assert!(found.concepts.is_empty() && found.weights().iter().all(|&of| of == 0.0));
        let [term] = &found.terms[..] else { panic!("{found:?}") };
        assert_eq!((term.used, term.senses.len()), (TermUse::Unknown, 0));
        assert!(term.suggestions.contains(&near), "{typed}: {:?}", term.suggestions);
    }
    assert!(find("xyzzy").terms[0].suggestions.is_empty());
}

#[test]
fn every_suggestion_is_known() {
    let mut typed: BTreeSet<&str> = ABSENT.lines().filter_map(|l| l.split('\t').next()).collect();
    assert_eq!(typed.len(), ABSENT.lines().count());
    typed.extend(["polar", "sea", "shepherd", "giutar", "sailing", "old", "woodn", "violinist"]);
    for word in typed {
        let found = find(word);
        let [term] = &found.terms[..] else { panic!("{word}") };
        assert_eq!(term.used, TermUse::Unknown, "{word}");
        assert!((1..=MAX_SUGGESTIONS).contains(&term.suggestions.len()), "{word}");
        for suggestion in &term.suggestions {
            let found = find(suggestion);
            assert_eq!(found.terms.len(), 1, "{word}: {suggestion}");
            assert_eq!(found.terms[0].used, TermUse::Used, "{word}: {suggestion}");
        }
    }
}

/// Only words that mean something else than WordNet's name of a concept or hypernym are kept from it.
#[test]
fn absent_words_hide_few_names() {
    let all: BTreeSet<&str> =
        WORDS.lines().flat_map(|line| line.rsplit('\t').next().unwrap().split('|')).collect();
    let absent = ABSENT.lines().filter_map(|line| line.split('\t').next());
    let hidden: Vec<&str> = absent.filter(|word| all.contains(word)).collect();
    assert_eq!(hidden, BLOCKED);
    let ignored: Vec<&str> = IGNORED.lines().filter(|word| all.contains(word)).collect();
    assert_eq!(ignored, ["being", "clip"]);
}

#[test]
fn texts_without_words_have_no_terms() {
    for text in ["", " \t\n\u{2003}", "!?…—", "'", "the sound of a", "\u{200b}\u{301}"] {
        let found = find(text);
        assert!(found.terms.is_empty() && found.concepts.is_empty(), "{text:?}");
        assert!(!found.is_intersection);
    }
}

#[test]
fn long_texts_are_read_in_part() {
    let found = find(&"unheard ".repeat(200_000));
    assert_eq!((found.terms.len(), found.n_unread_words), (1, 200_000 - MAX_WORDS));
    let found = find(&(0..100_000).map(|of| format!("word{of} ")).collect::<String>());
    assert_eq!((found.terms.len(), found.n_unread_words), (MAX_WORDS, 100_000 - MAX_WORDS));
    let found = find(&"ing".repeat(1_000_000));
    assert_eq!(uses(&found)[0].1, TermUse::Unknown);
    assert_eq!(find(&format!("dog {}", "é\u{301}".repeat(500_000))).concepts.len(), 118);
}

#[test]
fn letters_of_any_script_are_read() {
    assert_eq!(find("ＤＯＧ İ ß ŉ 犬 🐕 \u{202e}dog").concepts.len(), 118);
    assert_eq!(names(&find("pia\u{ad}no\u{200b}")), ["grand piano", "upright"]);
    assert_eq!(names(&find("Piáno".replace('á', "a\u{301}").as_str())).len(), 2);
    assert!(find("chien собака 犬").concepts.is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>(), word in "[a-z'é]{0,9}(s|es|ies|ves|ing|ed|ied)") {
        for text in [&*text, &*word, &format!("{word} dog {text}")] {
            let found = find(text);
            prop_assert!(found.concepts.is_sorted_by(|a, b| a < b));
            prop_assert!(found.concepts.iter().all(|&column| column < list().len()));
            prop_assert!(found.terms.len() <= MAX_WORDS);
            let some_used = found.terms.iter().any(|term| term.used == TermUse::Used);
            prop_assert_eq!(some_used, !found.concepts.is_empty());
            for term in &found.terms {
                let is_unknown = matches!(term.used, TermUse::Unknown | TermUse::TooGeneral);
                prop_assert_eq!(term.senses.is_empty(), is_unknown);
                prop_assert!(term.suggestions.len() <= MAX_SUGGESTIONS);
                prop_assert!(is_unknown || term.suggestions.is_empty());
            }
            prop_assert_eq!(find(text), found);
        }
    }
}
