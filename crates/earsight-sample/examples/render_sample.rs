//! Renders the default collection and prints the time it took:
//! `cargo run --release -p earsight-sample --example render_sample -- FOLDER [SEED] [N_CLIPS]`

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use earsight_sample::{SampleConfig, render};

fn main() -> Result<(), Box<dyn Error>> {
    let mut typed = std::env::args().skip(1);
    let folder = typed.next().ok_or("name a folder")?;
    let mut config = SampleConfig::default();
    config.seed = typed.next().map_or(Ok(config.seed), |seed| seed.parse())?;
    config.n_clips = typed.next().map_or(Ok(config.n_clips), |n_clips| n_clips.parse())?;
    let threads = std::thread::available_parallelism()?.get();
    let start = Instant::now();
    let report = render(Path::new(&folder), &config, Path::new("ffmpeg"), threads, &mut |_, _| {})?;
    writeln!(std::io::stdout(), "{report:#?}\n{:.1} s", start.elapsed().as_secs_f64())?;
    Ok(())
}
