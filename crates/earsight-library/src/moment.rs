//! A file, or a moment of one: `street.mp4@3..5`.

use earsight_core::Span;

/// A file as typed, perhaps with seconds behind an `@`.
///
/// A name may contain an `@`: [`TypedMoment::readings`] returns both readings of the text, the whole as a name first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedMoment(String);

/// Seconds of a file, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seconds {
    /// All of them.
    All,
    /// These.
    Within(Span),
    /// From this one on.
    From(usize),
}

impl TypedMoment {
    /// The text that was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The readings of the text, in order of preference: a name, or a name and seconds.
    pub fn readings(&self) -> impl Iterator<Item = (&str, Seconds)> {
        let with_seconds = self.0.rsplit_once('@').and_then(|(name, seconds)| {
            Some((name, Seconds::parse(seconds)?)).filter(|(name, _)| !name.is_empty())
        });
        std::iter::once((self.0.as_str(), Seconds::All)).chain(with_seconds)
    }

    /// The name without seconds, if there are any.
    pub fn name(&self) -> &str {
        self.readings().last().map_or(self.0.as_str(), |(name, _)| name)
    }
}

impl From<&str> for TypedMoment {
    fn from(typed: &str) -> Self {
        TypedMoment(typed.to_owned())
    }
}

impl Seconds {
    /// `3..5` are the seconds 3 and 4; `3` is one second; `3..` goes to the end; `..5` are the first five.
    fn parse(typed: &str) -> Option<Seconds> {
        let Some((start, end)) = typed.split_once("..") else {
            return Some(Seconds::Within(Span::new(typed.parse().ok()?, 1)));
        };
        let start = if start.is_empty() && !end.is_empty() { 0 } else { start.parse().ok()? };
        if end.is_empty() {
            return Some(Seconds::From(start));
        }
        let end: usize = end.parse().ok()?;
        (start < end).then(|| Seconds::Within(Span::new(start, end - start)))
    }

    /// These seconds of a file with `n_segments`; `None` if it has fewer.
    pub fn of(self, n_segments: usize) -> Option<Span> {
        let span = match self {
            Seconds::All => Span::new(0, n_segments),
            Seconds::Within(span) => span,
            Seconds::From(start) => Span::new(start, n_segments.saturating_sub(start)),
        };
        let end = span.start.checked_add(span.len)?;
        (!span.is_empty() && end <= n_segments).then_some(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_stand_behind_the_last_at_sign() {
        let check = |typed: &str, expected: &[(&str, Seconds)]| {
            let moment = TypedMoment::from(typed);
            assert_eq!(moment.readings().collect::<Vec<_>>(), expected);
        };
        let two = Seconds::Within(Span::new(3, 2));
        check("a.mp4@3..5", &[("a.mp4@3..5", Seconds::All), ("a.mp4", two)]);
        check("a@b.mp4", &[("a@b.mp4", Seconds::All)]);
        check("a@b.mp4@3..5", &[("a@b.mp4@3..5", Seconds::All), ("a@b.mp4", two)]);
        check("a.mp4@7", &[("a.mp4@7", Seconds::All), ("a.mp4", Seconds::Within(Span::new(7, 1)))]);
        check("a@2..", &[("a@2..", Seconds::All), ("a", Seconds::From(2))]);
        check("a@..2", &[("a@..2", Seconds::All), ("a", Seconds::Within(Span::new(0, 2)))]);
        for none in ["a.mp4@5..3", "a.mp4@5..5", "a@..", "a@1.5", "@3..5", "a.mp4@-1..2", "a@"] {
            check(none, &[(none, Seconds::All)]);
        }
    }

    #[test]
    fn seconds_beyond_the_end_are_none() {
        assert_eq!(Seconds::Within(Span::new(3, 2)).of(5), Some(Span::new(3, 2)));
        assert_eq!(Seconds::Within(Span::new(3, 2)).of(4), None);
        assert_eq!(Seconds::From(3).of(5), Some(Span::new(3, 2)));
        assert_eq!(Seconds::From(5).of(5), None);
        assert_eq!(Seconds::All.of(0), None);
    }
}
