//! SVG as text: every attribute and every text is escaped.

use std::fmt::{Display, Write as _};

/// SVG under construction.
#[derive(Debug, Default)]
pub(super) struct Svg {
    text: String,
}

/// Name and value of an attribute.
pub(super) type Attribute<'a> = (&'a str, &'a dyn Display);

impl Svg {
    /// An element with what `content` writes inside it.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        content: impl FnOnce(&mut Svg),
    ) {
        self.write(format_args!("<{name}"));
        for (name, value) in attributes {
            self.write(format_args!(" {name}=\""));
            self.text(value);
            self.write(format_args!("\""));
        }
        self.write(format_args!(">"));
        content(self);
        self.write(format_args!("</{name}>"));
    }

    /// An element without content.
    pub(super) fn shape(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.element(name, attributes, |_| {});
    }

    /// A `<text>` element.
    pub(super) fn label(&mut self, attributes: &[Attribute<'_>], said: impl Display) {
        self.element("text", attributes, |svg| svg.text(said));
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, said: impl Display) {
        for char in said.to_string().chars() {
            match char {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                char => self.text.push(char),
            }
        }
    }

    /// A style sheet of our own, as it is.
    pub(super) fn style(&mut self, css: &'static str) {
        self.write(format_args!("<style>{css}</style>"));
    }

    /// The finished text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn write(&mut self, said: std::fmt::Arguments<'_>) {
        self.text.write_fmt(said).expect("a string takes any text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_place() {
        let mut svg = Svg::default();
        let name = "</text><script>&\"";
        svg.label(&[("class", &name)], name);
        let escaped = "&lt;/text&gt;&lt;script&gt;&amp;&quot;";
        assert_eq!(svg.into_text(), format!("<text class=\"{escaped}\">{escaped}</text>"));
    }
}
