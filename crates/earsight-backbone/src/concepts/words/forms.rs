//! Inflected words to the words of a dictionary, by rules of detachment as in WordNet's own `morphy(7WN)`.
//!
//! The rules give candidates only; a candidate counts when a name is spelled so.

/// Endings of plurals, and what is there in the singular.
const PLURALS: &[(&str, &str)] = &[
    ("s", ""),
    ("ses", "s"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("oes", "o"),
    ("men", "man"),
    ("ies", "y"),
    ("ves", "f"),
    ("ves", "fe"),
];

/// Letters that must be left.
const SHORTEST: usize = 2;
const SHORTEST_VERB: usize = 3;

/// The word itself, then its singulars, then its plural: jeans and sunglasses have no singular.
pub(super) fn noun_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (plural, singular) in PLURALS {
        if let Some(stem) = word.strip_suffix(plural)
            && stem.len() >= SHORTEST
        {
            forms.push(format!("{stem}{singular}"));
        }
    }
    forms.push(format!("{word}s"));
    forms
}

/// What a word in -ing or -ed may be a form of: barking → bark, barke; drumming → drumm, drumme, drum; carried → carry.
pub(super) fn verb_forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some(stem) = word.strip_suffix("ied") {
        forms.push(format!("{stem}y"));
    }
    for ending in ["ing", "ed"] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if stem.len() < SHORTEST_VERB || !stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            continue;
        }
        forms.extend([stem.to_owned(), format!("{stem}e")]);
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
        {
            forms.push(stem[..stem.len() - last.len_utf8()].to_owned());
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars_of_regular_plurals() {
        for (plural, singular) in [
            ("dogs", "dog"),
            ("buses", "bus"),
            ("foxes", "fox"),
            ("waltzes", "waltz"),
            ("torches", "torch"),
            ("brushes", "brush"),
            ("potatoes", "potato"),
            ("snowmen", "snowman"),
            ("canaries", "canary"),
            ("wolves", "wolf"),
            ("knives", "knife"),
            ("jean", "jeans"),
        ] {
            assert!(noun_forms(plural).contains(&singular.to_owned()), "{plural}");
            assert_eq!(noun_forms(plural)[0], plural);
        }
    }

    #[test]
    fn bases_of_verb_forms() {
        for (form, base) in [
            ("barking", "bark"),
            ("playing", "play"),
            ("whistling", "whistle"),
            ("drumming", "drum"),
            ("hammered", "hammer"),
            ("filed", "file"),
            ("chimed", "chime"),
            ("carried", "carry"),
        ] {
            assert!(verb_forms(form).contains(&base.to_owned()), "{form}");
        }
    }

    #[test]
    fn short_words_are_not_verb_forms() {
        for word in ["", "ing", "king", "ring", "string", "bed", "ed", "ééing", "sled"] {
            assert_eq!(verb_forms(word), Vec::<String>::new(), "{word}");
        }
    }
}
