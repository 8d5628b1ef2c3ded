//! All kinds at four moments each, in two performances, as one PPM picture on standard output:
//! `cargo run --release -p earsight-sample --example contact_sheet -- [SEED] | ffmpeg -i - sheet.png`

use std::io::Write;

use earsight_sample::{KINDS, Take, TakeStreams};

const MOMENTS_SECS: [f64; 4] = [1.0, 1.21, 1.53, 2.12];
const WIDTH: u32 = 240;
const HEIGHT: u32 = 180;

fn main() -> std::io::Result<()> {
    let seed: u64 = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(0);
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    let n_columns = 2 * MOMENTS_SECS.len();
    let stride = 3 * width * n_columns;
    let mut sheet = vec![0_u8; stride * height * KINDS.len()];
    for kind_idx in 0..KINDS.len() {
        for column in 0..n_columns {
            let seed = 1000 * seed + 10 * kind_idx as u64 + (column / MOMENTS_SECS.len()) as u64;
            let take = TakeStreams::new(Take { kind_idx, seed }, 3.0, WIDTH, HEIGHT);
            let frame = take.frame(MOMENTS_SECS[column % MOMENTS_SECS.len()]);
            for (y, row) in frame.chunks(3 * width).enumerate() {
                let first = (kind_idx * height + y) * stride + 3 * width * column;
                sheet[first..first + row.len()].copy_from_slice(row);
            }
        }
    }
    let mut out = std::io::stdout().lock();
    write!(out, "P6\n{} {}\n255\n", width * n_columns, height * KINDS.len())?;
    out.write_all(&sheet)
}
