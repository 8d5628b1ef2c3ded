//! SVG as text: every attribute and every text is escaped.

use std::fmt::{Display, Write as _};

use super::number::coordinate;

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

    /// A `<g>` element of a class, moved by `(x, y)`.
    pub(super) fn group(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        content: impl FnOnce(&mut Svg),
    ) {
        let transform = ("transform", &format_args!("translate({x} {y})") as &dyn Display);
        match class {
            "" => self.element("g", &[transform], content),
            class => self.element("g", &[("class", &class), transform], content),
        }
    }

    /// A `<rect>` element with a class, `[left, top, width, height]`, and other attributes.
    pub(super) fn rect(&mut self, class: &str, place: [f64; 4], more: &[Attribute<'_>]) {
        let [x, y, width, height] = place.map(coordinate);
        let own: [Attribute<'_>; 5] =
            [("class", &class), ("x", &x), ("y", &y), ("width", &width), ("height", &height)];
        self.shape("rect", &[&own, more].concat());
    }

    /// A `<text>` element.
    pub(super) fn label(&mut self, attributes: &[Attribute<'_>], text: impl Display) {
        self.element("text", attributes, |svg| svg.text(text));
    }

    /// A `<text>` element of an axis, its `anchor` at `(x, y)`.
    pub(super) fn tick(&mut self, (x, y): (f64, f64), anchor: &str, text: impl Display) {
        let at: [Attribute<'_>; 4] =
            [("class", &"tick"), ("x", &x), ("y", &y), ("text-anchor", &anchor)];
        self.label(&at, text);
    }

    /// A `<title>` element, the tooltip of the element around it.
    pub(super) fn tooltip(&mut self, text: impl Display) {
        self.element("title", &[], |svg| svg.text(text));
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: impl Display) {
        for char in text.to_string().chars() {
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

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.text.write_fmt(text).expect("a string takes any text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_text_are_escaped() {
        let mut svg = Svg::default();
        let name = "</text><script>&\"";
        svg.label(&[("class", &name)], name);
        let escaped = "&lt;/text&gt;&lt;script&gt;&amp;&quot;";
        assert_eq!(svg.into_text(), format!("<text class=\"{escaped}\">{escaped}</text>"));
    }
}
