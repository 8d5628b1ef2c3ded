//! Measures the speed of the default backbones: `cargo run --release -p earsight-backbone --example embedding_speed [threads]`.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use earsight_backbone::{Result, audio, concept_head, visual};
use earsight_core::Frame;
use ndarray::Array2;

fn main() -> Result<()> {
    let threads = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(2);

    let start = Instant::now();
    let backbone = visual("efficientnet-lite0", None, threads)?;
    println!("efficientnet-lite0: loaded in {:.3} s", start.elapsed().as_secs_f64());
    let crop_px = backbone.frame_spec().crop_px;
    let grey = vec![127; (crop_px * crop_px * 3) as usize];
    let frames: Vec<Frame> =
        (0..64).filter_map(|_| Frame::new(crop_px, crop_px, grey.clone())).collect();
    backbone.embed_frames(&frames[..8])?;
    for batch in [1, 3, 8, 64] {
        let start = Instant::now();
        for frames in frames.chunks(batch) {
            backbone.embed_frames(frames)?;
        }
        let rate = frames.len() as f64 / start.elapsed().as_secs_f64();
        println!(
            "efficientnet-lite0, {batch} frames a call, {threads} threads: {rate:.1} frames/s"
        );
    }

    for name in ["cnn9", "cnn9-wide", "soundnet8"] {
        let start = Instant::now();
        let backbone = audio(name, None, threads)?;
        println!("{name}: loaded in {:.3} s", start.elapsed().as_secs_f64());
        let n_secs = 64;
        let sound: Vec<f32> = (0..n_secs * backbone.sample_rate_hz() as usize)
            .map(|sample| 0.1 * (sample as f32 * 0.7).sin())
            .collect();
        for secs_per_push in [1, 8, 64] {
            let start = Instant::now();
            let mut segments = backbone.segments();
            for piece in sound.chunks(secs_per_push * backbone.sample_rate_hz() as usize) {
                segments.push(piece)?;
            }
            segments.finish(n_secs)?;
            let secs = start.elapsed().as_secs_f64();
            let (rate, of_minute) = (n_secs as f64 / secs, 60e3 * secs / n_secs as f64);
            println!(
                "{name}, {secs_per_push} s a push, {threads} threads: {rate:.1} × real time, {of_minute:.0} ms a minute"
            );
        }
    }

    for (name, dim) in [("efficientnet-lite0", 1280), ("soundnet8", 1024)] {
        let start = Instant::now();
        let Some(head) = concept_head(name, threads)? else { continue };
        println!("concepts of {name}: loaded in {:.3} s", start.elapsed().as_secs_f64());
        let rows = Array2::from_elem((4096, dim), 0.1);
        let start = Instant::now();
        head.roots(rows.view())?;
        let rate = rows.nrows() as f64 / start.elapsed().as_secs_f64();
        println!("concepts of {name}, {threads} threads: {rate:.0} rows/s");
    }
    Ok(())
}
