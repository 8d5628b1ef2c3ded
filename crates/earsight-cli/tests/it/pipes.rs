//! The reader of stdout may close it.

use std::io;

use crate::collection::Collection;

#[test]
fn a_closed_pipe_is_success() {
    let program = Collection::get().program();
    let search =
        ["search", "demo/clips/clip-0000.mp4", "--from", "audio", "--to", "visual", "--json"];
    for args in [&search[..], &["man"], &["models"], &["completions", "zsh"], &["--help"]] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut child = program.command(args).stdout(writer).spawn().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}
