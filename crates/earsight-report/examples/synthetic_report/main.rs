//! Writes a whole report of made-up clips, to look at the page without any model or video:
//! `cargo run --release -p earsight-report --example synthetic_report -- report.html`

mod clips;
mod made_up;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: synthetic_report FILE.html");
        return ExitCode::FAILURE;
    };
    let html = made_up::report().to_html();
    match std::fs::write(&path, &html) {
        Ok(()) => {
            eprintln!("{} bytes in {}", html.len(), path.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cannot write {}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
