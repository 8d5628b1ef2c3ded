//! `earsight doctor`: checks of the installation and of a library.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::process::Command;

use earsight_backbone::BACKBONES;
use earsight_core::Modality;
use earsight_media::Ffmpeg;

use crate::answer::{Finding, Health, Verdict};
use crate::args::DoctorArgs;
use crate::exit::Exit;
use crate::hint;
use crate::library::OpenLibrary;
use crate::terminal::Terminal;

pub fn run(args: &DoctorArgs, n_threads: usize, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut findings = vec![well("earsight", env!("CARGO_PKG_VERSION").to_owned())];
    match Ffmpeg::find() {
        Ok(ffmpeg) => {
            findings.push(well(
                "ffmpeg",
                format!("{} at {}", ffmpeg.version(), ffmpeg.path().display()),
            ));
            findings.push(decoders(&ffmpeg));
            findings.push(encoders(&ffmpeg));
        }
        Err(error) => findings.push(broken("ffmpeg", error)),
    }
    for modality in Modality::ALL {
        findings.push(backbones(modality, n_threads));
    }
    findings.push(well("threads", n_threads.to_string()));
    findings.push(memory());
    if let Some(path) = &args.library {
        findings.extend(library(path));
    }
    let health = Health::of(findings);
    let exit = if health.is_well { Exit::Done } else { Exit::Failed };
    terminal.answer(&health)?;
    Ok(exit)
}

fn well(subject: &'static str, detail: String) -> Finding {
    Finding { subject, verdict: Verdict::Well, detail, hint: None }
}

fn limited(subject: &'static str, detail: &str) -> Finding {
    Finding { subject, verdict: Verdict::Limited, detail: detail.to_owned(), hint: None }
}

fn broken(subject: &'static str, error: impl Into<anyhow::Error>) -> Finding {
    let error = error.into();
    let hint = hint::of(&error).map(Cow::into_owned);
    Finding { subject, verdict: Verdict::Broken, detail: format!("{error:#}"), hint }
}

/// Codecs of common files.
const DECODERS: [&str; 14] = [
    "h264",
    "hevc",
    "vp8",
    "vp9",
    "av1",
    "mpeg4",
    "mpeg2video",
    "mjpeg",
    "aac",
    "mp3",
    "opus",
    "vorbis",
    "flac",
    "pcm_s16le",
];

fn decoders(ffmpeg: &Ffmpeg) -> Finding {
    let Some(listed) = codecs(ffmpeg, "-decoders") else {
        return limited("decoders", NOT_LISTED);
    };
    // AV1 is decoded by a library of another name.
    let has = |codec: &str| {
        listed.contains(codec)
            || listed.contains(&format!("lib{codec}"))
            || (codec == "av1" && listed.contains("libdav1d"))
    };
    let (there, missing): (Vec<&str>, Vec<&str>) = DECODERS.iter().partition(|codec| has(codec));
    let detail = format!("reads {}", there.join(", "));
    match missing.is_empty() {
        true => well("decoders", detail),
        false => limited("decoders", &format!("{detail}; not {}", missing.join(", "))),
    }
}

fn encoders(ffmpeg: &Ffmpeg) -> Finding {
    match codecs(ffmpeg, "-encoders") {
        Some(listed) if listed.contains("libx264") && listed.contains("aac") => {
            well("encoders", "H.264 and AAC, for `earsight sample`".to_owned())
        }
        Some(_) => limited("encoders", "no libx264: `earsight sample` takes another codec"),
        None => limited("encoders", NOT_LISTED),
    }
}

const NOT_LISTED: &str = "ffmpeg does not list them";

/// Names of codecs, from ffmpeg's list: ` V....D h264   H.264 / AVC …`.
fn codecs(ffmpeg: &Ffmpeg, option: &str) -> Option<BTreeSet<String>> {
    let output = Command::new(ffmpeg.path()).args(["-hide_banner", option]).output().ok()?;
    let listed = String::from_utf8_lossy(&output.stdout);
    let name = |line: &str| line.split_whitespace().nth(1).map(str::to_owned);
    Some(listed.lines().filter_map(name).collect())
}

fn backbones(modality: Modality, n_threads: usize) -> Finding {
    let names: Vec<&str> = BACKBONES
        .iter()
        .filter(|entry| entry.modality == modality && entry.checkpoint().is_none())
        .map(|entry| entry.name)
        .collect();
    let subject = match modality {
        Modality::Audio => "listening",
        Modality::Visual => "looking",
    };
    let built = match modality {
        Modality::Audio => earsight_backbone::audio(names[0], None, n_threads).map(drop),
        Modality::Visual => earsight_backbone::visual(names[0], None, n_threads).map(drop),
    };
    match built {
        Ok(()) => well(subject, names.join(", ")),
        Err(error) => broken(subject, error),
    }
}

/// With less memory, long videos at many threads may not fit.
const LITTLE_MEMORY_BYTES: u64 = 2 << 30;

fn memory() -> Finding {
    let free = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
    });
    match free {
        Some(bytes) => {
            let little = bytes < LITTLE_MEMORY_BYTES;
            Finding {
                subject: "memory",
                verdict: if little { Verdict::Limited } else { Verdict::Well },
                detail: format!("{:.1} GiB free", bytes as f64 / f64::from(1 << 30)),
                hint: little.then(|| "use fewer threads: `--threads 1`".to_owned()),
            }
        }
        None => well("memory", "unknown on this system".to_owned()),
    }
}

fn library(path: &std::path::Path) -> Vec<Finding> {
    let library = match OpenLibrary::open(path) {
        Ok(library) => library,
        Err(error) => return vec![broken("library", error)],
    };
    let manifest = library.library.manifest();
    let (n_clips, n_skipped) = (manifest.clips().count(), manifest.skipped().count());
    let n_secs: usize = manifest.clips().map(|(_, content)| content.n_segments).sum();
    let mut findings = vec![match library.verify() {
        Ok(()) => well(
            "library",
            format!(
                "{}: {n_clips} clips, {n_secs} s, {n_skipped} skipped, every file whole",
                path.display()
            ),
        ),
        Err(error) => broken("library", error),
    }];
    if library.lacks_concepts() {
        let hint = Some(format!("add them with `earsight upgrade {}`", path.display()));
        let detail = "none: the library was made before they were kept";
        findings.push(Finding { hint, ..limited("concepts", detail) });
    }
    findings.push(match library.model_name(None) {
        Ok(name) => match library.fitted(&name) {
            Ok(_) => well("model", name),
            Err(error) => broken("model", error),
        },
        Err(error) => Finding { verdict: Verdict::Limited, ..broken("model", error) },
    });
    findings
}
