//! The page as a whole: what it says, what it never holds, and odd input.

#![allow(clippy::print_stdout)] // a skipped test says so, a measured one says what it found

#[path = "../../examples/synthetic_report/clips.rs"]
mod clips;
#[path = "../../examples/synthetic_report/made_up.rs"]
mod made_up;

mod escaping;
mod nothing_to_show;
mod odd_numbers;
mod page;
mod self_contained;
mod snapshot;
