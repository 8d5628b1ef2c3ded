//! A saved page: one HTML file that holds the page, its responses and its media, and needs no server.
//!
//! Every response comes from the router that serves the page, so both show the same. What is saved does not depend on
//! the quality of results, and the bytes of media are limited.

mod choice;
mod document;
mod entry;
mod router;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use earsight_core::{Modality, Span};
use serde_json::{Value, json};

use crate::access::Access;
use crate::jobs::Jobs;
use crate::served::Served;
use crate::{Content, Error, Result, assets, routes, runtime};
use choice::{Choice, once_a_clip};
use entry::Entry;
use router::{Router, address_of};

/// Bytes of media, before base64, which adds a third: with the rest 15 MB at most.
const MOST_PICTURE_BYTES: usize = 4_500_000;
const MOST_SPECTROGRAM_BYTES: usize = 2_200_000;
const MOST_VIDEO_BYTES: usize = 2_600_000;
/// Bytes of waveforms, as JSON.
const MOST_WAVEFORM_BYTES: usize = 900_000;
/// Columns of a spectrogram.
const SPECTROGRAM_PX: usize = 200;
/// Clips of one response.
const CLIPS_PER_PAGE: usize = 500;
/// Results of a search, as many as the page asks for (`web/src/search/searchRequest.ts`).
const N_FOUND: usize = 24;
/// Results and draws of a generation, as many as the page asks for, and its first seed (`web/src/generate`).
const N_NEAREST: usize = 6;
const N_DRAWS: usize = 6;
const DRAW_SEED: u64 = 1;
/// Results of each query whose pictures and videos are saved before others.
const N_SHOWN: usize = 6;
const SECS_PER_DAY: u64 = 86_400;

/// The page of a library as one HTML file that a browser opens from the disk.
///
/// It makes no request. The same library on the same day gives the same bytes.
///
/// # Errors
/// When nothing was learned, or a request fails.
pub fn saved_page(content: Content) -> Result<String> {
    runtime()?.block_on(async {
        let jobs = Jobs::new(&content.library.path, "".into(), content.n_threads, Duration::ZERO);
        let folder = content.library.path.canonicalize().ok();
        let folder = folder.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let n_at_once = content.n_threads.max(1);
        let served = Arc::new(Served::new(content, jobs, None)?);
        let library = served.current().library;
        let choice = Choice::of(library.library.manifest().clips(), &served.labels);
        let access = Access::new(([127, 0, 0, 1], 0).into())?;
        let router = Router::new(routes::router(Arc::clone(&served), access), n_at_once);
        let mut saver = Saver { router, entries: Vec::new(), videos: Vec::new() };
        let (name, examples) = saver.facts().await?;
        saver.clips().await?;
        let found = saver.queries(&choice).await?;
        let moments = once_a_clip(choice.queries.iter().chain(&examples));
        saver.localizations(&moments).await?;
        saver.pictures(&choice, &found, &examples).await;
        saver.sounds(&choice).await;
        saver.videos(&choice, &found, &examples).await;
        let secs = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let head = json!({
            "library": folder.unwrap_or_else(|| name.clone()),
            "day_unix_secs": secs / SECS_PER_DAY * SECS_PER_DAY,
            "questions": listed(&choice.queries),
            "moments": listed(&moments),
            "videos": listed(&saver.videos),
        });
        Ok(document::html(&name, head, &saver.entries))
    })
}

/// A clip and seconds of it.
type Moment = (String, Span);

/// Sends requests to the router and keeps its responses.
struct Saver {
    router: Router,
    /// Responses, in the order of their requests.
    entries: Vec<Entry>,
    /// Clips and the seconds of them that can be played.
    videos: Vec<Moment>,
}

impl Saver {
    /// The library, its model and its latent space; returns the library's name, and the moments of the self-check's
    /// examples.
    async fn facts(&mut self) -> Result<(String, Vec<Moment>)> {
        let facts = self.json("/api/library", None).await?;
        for address in ["/api/skipped", "/api/models"] {
            self.json(address, None).await?;
        }
        let model = self.json("/api/model", None).await?;
        let examples = model["self_check"]["examples"].as_array().into_iter().flatten();
        let examples = examples.filter_map(|example| {
            let clip = example["clip"].as_str()?.to_owned();
            Some((clip, serde_json::from_value(example["truth"].clone()).ok()?))
        });
        // For a model without a latent space the page shows the problem.
        self.entries.push(self.router.get("/api/latent").await);
        if let Some(licenses) = assets::built("licenses.json") {
            let body = licenses.data.to_vec();
            self.entries.push(Entry::new("/licenses.json", 200, "application/json", body));
        }
        Ok((facts["name"].as_str().unwrap_or_default().to_owned(), examples.collect()))
    }

    /// All clips as one list.
    async fn clips(&mut self) -> Result<()> {
        let mut clips = Vec::new();
        loop {
            let offset = clips.len();
            let address = format!("/api/clips?offset={offset}&limit={CLIPS_PER_PAGE}");
            let mut page = succeeded(&self.router.get(&address).await)?;
            match page["clips"].take() {
                Value::Array(more) if !more.is_empty() => clips.extend(more),
                _ => break,
            }
        }
        let all = json!({ "n_clips": clips.len(), "clips": clips }).to_string();
        self.entries.push(Entry::new("/api/clips", 200, "application/json", all.into_bytes()));
        Ok(())
    }

    /// Localization of moments in their own clips, from both modalities.
    async fn localizations(&mut self, moments: &[Moment]) -> Result<()> {
        for (clip, span) in moments {
            for from in Modality::ALL {
                let source = json!({ "clip": clip });
                let query = json!({ "clip": clip, "span": span });
                let body = json!({ "query": query, "in": source, "from": from });
                self.json("/api/localize", Some(body)).await?;
            }
        }
        Ok(())
    }

    /// Searches and generations with a few moments, in every direction; returns their first results.
    async fn queries(&mut self, choice: &Choice) -> Result<Vec<Moment>> {
        let mut found = Vec::new();
        for (clip, span) in &choice.queries {
            let query = json!({ "clip": clip, "span": span });
            for from in Modality::ALL {
                for (to, elsewhere) in
                    Modality::ALL.into_iter().flat_map(|to| [(to, true), (to, false)])
                {
                    let body = json!({
                        "query": query, "from": from, "to": to, "k": N_FOUND, "per_video": 1, "elsewhere": elsewhere,
                    });
                    let response = self.json("/api/search", Some(body)).await?;
                    found.extend(moments_of(&response["found"], span.len));
                }
                let body = json!({
                    "query": query, "from": from,
                    "k": N_NEAREST, "per_video": 1, "samples": N_DRAWS, "seed": DRAW_SEED,
                });
                // For a model that cannot generate the page shows the problem.
                let entry = self.router.post("/api/generate", body).await;
                if let Ok(response) = succeeded(&entry) {
                    found.extend(moments_of(&response["nearest"], span.len));
                    found.extend(moments_of(&response["drawn"]["nearest"], span.len));
                }
                self.entries.push(entry);
            }
        }
        Ok(found)
    }

    async fn pictures(&mut self, choice: &Choice, found: &[Moment], examples: &[Moment]) {
        let seconds = choice.pictures(found, examples);
        let addresses =
            seconds.iter().map(|(clip, second)| format!("{}/pictures/{second}", address_of(clip)));
        self.media(addresses.collect(), MOST_PICTURE_BYTES).await;
    }

    async fn sounds(&mut self, choice: &Choice) {
        let clips = || choice.shown.iter().filter(|clip| clip.has.audio);
        let waveforms = clips().map(|clip| format!("{}/waveform", address_of(&clip.name)));
        self.media(waveforms.collect(), MOST_WAVEFORM_BYTES).await;
        let spectrograms = clips()
            .map(|clip| format!("{}/spectrogram?width={SPECTROGRAM_PX}", address_of(&clip.name)));
        self.media(spectrograms.collect(), MOST_SPECTROGRAM_BYTES).await;
    }

    /// Excerpts to play: of queries, then of results.
    async fn videos(&mut self, choice: &Choice, found: &[Moment], examples: &[Moment]) {
        let wanted = choice.videos(found, examples);
        let address = |(clip, span): &Moment| {
            format!("{}/excerpt?start={}&len={}", address_of(clip), span.start, span.len)
        };
        let saved = self.media(wanted.iter().map(address).collect(), MOST_VIDEO_BYTES).await;
        self.videos =
            wanted.into_iter().filter(|moment| saved.contains(&address(moment))).collect();
    }

    /// Saves media in that order, up to a number of bytes; returns their addresses.
    ///
    /// A file that was moved or cannot be decoded any more has none, as on the served page.
    async fn media(&mut self, addresses: Vec<String>, most_bytes: usize) -> BTreeSet<String> {
        let mut saved = BTreeSet::new();
        let mut n_bytes = 0;
        let entries = self.router.get_while(addresses, |entry: &Entry| {
            n_bytes += entry.body.len();
            n_bytes <= most_bytes
        });
        for entry in entries.await.into_iter().filter(|entry| entry.status == 200) {
            saved.insert(entry.address.clone());
            self.entries.push(entry);
        }
        saved
    }

    /// Saves a JSON response and returns it.
    async fn json(&mut self, address: &str, request: Option<Value>) -> Result<Value> {
        let entry = match request {
            None => self.router.get(address).await,
            Some(request) => self.router.post(address, request).await,
        };
        let response = succeeded(&entry)?;
        self.entries.push(entry);
        Ok(response)
    }
}

/// Moments as the page reads them.
fn listed(moments: &[Moment]) -> Value {
    moments.iter().map(|(clip, span)| json!({ "clip": clip, "span": span })).collect()
}

/// The JSON of a response.
///
/// # Errors
/// When it is a problem.
fn succeeded(entry: &Entry) -> Result<Value> {
    let response = entry.json();
    if entry.status == 200 {
        return Ok(response);
    }
    let detail = response["detail"].as_str().or(response["title"].as_str()).unwrap_or("no answer");
    Err(Error::Response { address: entry.address.clone(), detail: detail.to_owned() })
}

/// The first moments of a list of results, as long as their query.
fn moments_of(found: &Value, n_secs: usize) -> impl Iterator<Item = Moment> {
    let all = found.as_array().into_iter().flatten().take(N_SHOWN);
    all.filter_map(move |found| {
        let second = usize::try_from(found["second"].as_u64()?).ok()?;
        Some((found["clip"].as_str()?.to_owned(), Span::new(second, n_secs)))
    })
}
