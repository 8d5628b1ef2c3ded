//! Load on a served library: 50 players that seek in videos and 20 searches a second, for a minute.
//!
//! ```console
//! earsight serve Videos.earsight &
//! cargo run --release -p earsight-serve --example load -- 127.0.0.1:7272 $! 60
//! ```
//! Prints answers, errors, how long answers took, and the memory of the server at the beginning and every ten seconds.

// A measurement prints what it found and ends at the first thing that it cannot do.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const READERS: usize = 50;
const SEARCHES_PER_SEC: u32 = 20;
/// Bytes of one piece: what a player fetches before it looks again.
const PIECE_BYTES: u64 = 256 << 10;

/// Answers so far.
#[derive(Default)]
struct Tally {
    secs: Mutex<Vec<f64>>,
    errors: Mutex<Vec<String>>,
}

impl Tally {
    fn add(&self, began: Instant, answer: Result<(), String>) {
        match answer {
            Ok(()) => self.secs.lock().unwrap().push(began.elapsed().as_secs_f64()),
            Err(error) => self.errors.lock().unwrap().push(error),
        }
    }

    fn print(&self, what: &str) {
        let mut secs = self.secs.lock().unwrap();
        secs.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (share * secs.len() as f64) as usize;
            1000.0 * secs.get(place.min(secs.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
        };
        let errors = self.errors.lock().unwrap();
        println!(
            "{what}: {} answers, {} errors; half within {:.1} ms, 99 of 100 within {:.1} ms, all within {:.1} ms",
            secs.len(),
            errors.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
        for error in errors.iter().take(3) {
            println!("  {error}");
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, process, secs] = &arguments[..] else {
        println!("give: the server's address, its process number, seconds");
        return;
    };
    let (_, clips) = ask(address, "GET", "/api/clips?limit=500", "").unwrap();
    let clips: Value = serde_json::from_slice(&clips).unwrap();
    let clips: Vec<&Value> = clips["clips"].as_array().unwrap().iter().collect();
    let (reads, searches) = (Tally::default(), Tally::default());
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for reader in 0..READERS {
            let (clips, reads, is_over) = (&clips, &reads, &is_over);
            scope.spawn(move || {
                for turn in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    let clip =
                        clips[(reader * 7 + turn / 8) % clips.len()]["clip"].as_str().unwrap();
                    let began = Instant::now();
                    reads.add(began, read_piece(address, clip, turn as u64));
                }
            });
        }
        let begun = Instant::now();
        let lasting = Duration::from_secs(secs.parse().unwrap());
        println!("memory at 0 s: {} MiB", memory_mib(process));
        let (mut n_asked, mut next_look) = (0_u32, Duration::from_secs(10));
        while begun.elapsed() < lasting {
            let clip = clips[n_asked as usize * 13 % clips.len()];
            let searches = &searches;
            scope.spawn(move || {
                let began = Instant::now();
                searches.add(began, search(address, clip, n_asked));
            });
            n_asked += 1;
            let due = Duration::from_secs(1) * n_asked / SEARCHES_PER_SEC;
            thread::sleep(due.saturating_sub(begun.elapsed()));
            if begun.elapsed() >= next_look {
                println!("memory at {} s: {} MiB", next_look.as_secs(), memory_mib(process));
                next_look += Duration::from_secs(10);
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    reads.print("pieces of videos");
    searches.print("searches");
}

/// Requests a piece of a video.
fn read_piece(address: &str, clip: &str, turn: u64) -> Result<(), String> {
    let first = turn * 104_729 % (PIECE_BYTES * 2);
    let last = first + PIECE_BYTES - 1;
    let path = format!("/api/clips/{}/media", clip.replace('/', "%2F"));
    let (status, _) = ask(address, "GET", &path, &format!("Range: bytes={first}-{last}\r\n\r\n"))?;
    // Beyond the end of a short video the response is 416.
    if [206, 416].contains(&status) { Ok(()) } else { Err(format!("{status} of {path}")) }
}

fn search(address: &str, clip: &Value, turn: u32) -> Result<(), String> {
    let n_secs = clip["n_secs"].as_u64().unwrap_or(1).max(1);
    let modalities = ["audio", "visual"];
    let has = |modality: &str| clip["has"][modality] == true;
    let from = modalities[turn as usize % 2];
    let from = if has(from) { from } else { modalities[1 - turn as usize % 2] };
    let question = json!({
        "query": {"clip": clip["clip"], "span": {"start": u64::from(turn) % n_secs, "len": 1}},
        "from": from,
        "to": modalities[turn as usize / 2 % 2],
    })
    .to_string();
    let body = format!(
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{question}",
        question.len()
    );
    let (status, answer) = ask(address, "POST", "/api/search", &body)?;
    if status == 200 {
        Ok(())
    } else {
        Err(format!("{status}: {}", String::from_utf8_lossy(&answer)))
    }
}

/// Status and body of an answer; `rest` is what comes behind the first headers.
fn ask(address: &str, method: &str, path: &str, rest: &str) -> Result<(u16, Vec<u8>), String> {
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(|error| error.to_string())?;
    let rest = if rest.is_empty() { "\r\n" } else { rest };
    let request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{rest}");
    let mut all = Vec::new();
    stream
        .write_all(request.as_bytes())
        .and_then(|()| stream.read_to_end(&mut all))
        .map_err(|error| error.to_string())?;
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no answer")?;
    let head = String::from_utf8_lossy(&all[..end]);
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or("no status")?;
    Ok((status, all.split_off(end + 4)))
}

/// Memory that a process has in use.
fn memory_mib(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}
