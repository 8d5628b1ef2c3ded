//! A saved page: one HTML file that holds the page, its answers and its media, and needs no server.
//!
//! Every answer comes from the router that serves the page, so both show the same. What is saved is chosen by rules
//! that look at no answer's quality, and media stop at a number of bytes.

mod choice;
mod document;
mod router;
mod table;

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
use router::{Router, place_of};
use table::{Entry, Table};

/// Bytes of media, before base64, which adds a third: with the rest 15 MB at most.
const MOST_PICTURE_BYTES: usize = 4_500_000;
const MOST_SPECTROGRAM_BYTES: usize = 2_200_000;
const MOST_FILM_BYTES: usize = 2_600_000;
/// Bytes of JSON that say how loud clips are.
const MOST_WAVEFORM_BYTES: usize = 900_000;
/// Columns of a spectrogram.
const SPECTROGRAM_PX: usize = 200;
/// Clips that the server lists at once.
const CLIPS_PER_ANSWER: usize = 500;
/// Results of a search, as many as the page asks for (`web/src/search/searchRequest.ts`).
const N_FOUND: usize = 24;
/// Results and draws of a generation, as many as the page asks for, and its first seed (`web/src/generate`).
const N_NEAREST: usize = 6;
const N_DRAWS: usize = 6;
const DRAW_SEED: u64 = 1;
/// Results of each question whose pictures and videos are saved before those of others.
const N_SHOWN: usize = 6;
const SECS_PER_DAY: u64 = 86_400;

/// The page of a library as one HTML file that a browser opens from the disk.
///
/// It makes no request. The same library on the same day gives the same bytes.
///
/// # Errors
/// When nothing was learned, or the library cannot answer.
pub fn saved_page(content: Content) -> Result<String> {
    runtime()?.block_on(async {
        let jobs = Jobs::new(&content.library.path, "".into(), content.n_threads, Duration::ZERO);
        let folder = content.library.path.canonicalize().ok();
        let folder = folder.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let n_at_once = content.n_threads.max(1);
        let served = Arc::new(Served::new(content, jobs, None)?);
        let choice = Choice::of(&served.current().library, &served.labels);
        let access = Access::new(([127, 0, 0, 1], 0).into())?;
        let router = Router::new(routes::router(Arc::clone(&served), access), n_at_once);
        let mut saver = Saver { router, table: Table::default(), videos: Vec::new() };
        let name = saver.facts().await?;
        saver.clips().await?;
        let found = saver.questions(&choice).await?;
        let examples = saver.examples();
        let moments = once_a_clip(choice.questions.iter().chain(&examples));
        saver.localizations(&moments).await?;
        saver.pictures(&choice, &found, &examples).await;
        saver.sounds(&choice).await;
        saver.videos(&choice, &found, &examples).await;
        let secs = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let head = json!({
            "library": folder.unwrap_or_else(|| name.clone()),
            "day_unix_secs": secs / SECS_PER_DAY * SECS_PER_DAY,
            "questions": listed(&choice.questions),
            "moments": listed(&moments),
            "videos": listed(&saver.videos),
        });
        Ok(document::html(&name, head, &saver.table))
    })
}

/// A clip and seconds of it.
type Moment = (String, Span);

/// Asks the router and keeps what it answers.
struct Saver {
    router: Router,
    table: Table,
    /// Clips and the seconds of them that can be played.
    videos: Vec<Moment>,
}

impl Saver {
    /// What the library, its model and its map are; returns the library's name.
    async fn facts(&mut self) -> Result<String> {
        let facts = self.json("/api/library", None).await?;
        for address in ["/api/skipped", "/api/models", "/api/model"] {
            self.json(address, None).await?;
        }
        // A model without a latent space has no map, and the page says why.
        self.table.push(self.router.get("/api/latent").await);
        if let Some(licenses) = assets::built("licenses.json") {
            let body = licenses.data.to_vec();
            self.table.push(Entry::new("/licenses.json", 200, "application/json", body));
        }
        Ok(facts["name"].as_str().unwrap_or_default().to_owned())
    }

    /// All clips as one list.
    async fn clips(&mut self) -> Result<()> {
        let mut clips = Vec::new();
        loop {
            let offset = clips.len();
            let address = format!("/api/clips?offset={offset}&limit={CLIPS_PER_ANSWER}");
            let mut page = answered(&self.router.get(&address).await)?;
            match page["clips"].take() {
                Value::Array(more) if !more.is_empty() => clips.extend(more),
                _ => break,
            }
        }
        let all = json!({ "n_clips": clips.len(), "clips": clips }).to_string();
        self.table.push(Entry::new("/api/clips", 200, "application/json", all.into_bytes()));
        Ok(())
    }

    /// Where moments are in their own clips, asked both ways.
    async fn localizations(&mut self, moments: &[Moment]) -> Result<()> {
        for (clip, span) in moments {
            for from in Modality::ALL {
                let source = json!({ "clip": clip });
                let query = json!({ "clip": clip, "span": span });
                let question = json!({ "query": query, "in": source, "from": from });
                self.json("/api/localize", Some(question)).await?;
            }
        }
        Ok(())
    }

    /// Searches and generations with a few moments, in every direction; returns what they name first.
    async fn questions(&mut self, choice: &Choice) -> Result<Vec<Moment>> {
        let mut found = Vec::new();
        for (clip, span) in &choice.questions {
            let query = json!({ "clip": clip, "span": span });
            for from in Modality::ALL {
                for (to, elsewhere) in
                    Modality::ALL.into_iter().flat_map(|to| [(to, true), (to, false)])
                {
                    let question = json!({
                        "query": query, "from": from, "to": to, "k": N_FOUND, "elsewhere": elsewhere,
                    });
                    let answer = self.json("/api/search", Some(question)).await?;
                    found.extend(moments_of(&answer["found"], span.len));
                }
                let question = json!({
                    "query": query, "from": from,
                    "k": N_NEAREST, "samples": N_DRAWS, "seed": DRAW_SEED,
                });
                // Some models only compare: then the page says so.
                let answer = self.router.post("/api/generate", question).await;
                if let Ok(answer) = answered(&answer) {
                    found.extend(moments_of(&answer["nearest"], span.len));
                    found.extend(moments_of(&answer["drawn"]["nearest"], span.len));
                }
                self.table.push(answer);
            }
        }
        Ok(found)
    }

    /// Moments of the self-check's examples.
    fn examples(&self) -> Vec<Moment> {
        let Some(model) = self.table.json("/api/model") else { return Vec::new() };
        let examples = model["self_check"]["examples"].as_array().cloned().unwrap_or_default();
        examples
            .into_iter()
            .filter_map(|example| {
                let clip = example["clip"].as_str()?.to_owned();
                Some((clip, serde_json::from_value(example["truth"].clone()).ok()?))
            })
            .collect()
    }

    async fn pictures(&mut self, choice: &Choice, found: &[Moment], examples: &[Moment]) {
        let seconds = choice.pictures(found, examples);
        let addresses =
            seconds.iter().map(|(clip, second)| format!("{}/pictures/{second}", place_of(clip)));
        self.media(addresses.collect(), MOST_PICTURE_BYTES).await;
    }

    async fn sounds(&mut self, choice: &Choice) {
        let clips = || choice.shown.iter().filter(|clip| clip.has.audio);
        let waveforms = clips().map(|clip| format!("{}/waveform", place_of(&clip.name)));
        self.media(waveforms.collect(), MOST_WAVEFORM_BYTES).await;
        let spectrograms = clips()
            .map(|clip| format!("{}/spectrogram?width={SPECTROGRAM_PX}", place_of(&clip.name)));
        self.media(spectrograms.collect(), MOST_SPECTROGRAM_BYTES).await;
    }

    /// Excerpts that play: of what is asked with, then of what is found.
    async fn videos(&mut self, choice: &Choice, found: &[Moment], examples: &[Moment]) {
        let wanted = choice.videos(found, examples);
        let address = |(clip, span): &Moment| {
            format!("{}/excerpt?start={}&len={}", place_of(clip), span.start, span.len)
        };
        let kept = self.media(wanted.iter().map(address).collect(), MOST_FILM_BYTES).await;
        self.videos = wanted.into_iter().filter(|moment| kept.contains(&address(moment))).collect();
    }

    /// Keeps media in the order given, as many as there is room for; returns the addresses of those.
    ///
    /// A file that was moved or cannot be decoded any more has none: the page shows that as it always does.
    async fn media(&mut self, addresses: Vec<String>, most_bytes: usize) -> BTreeSet<String> {
        let mut kept = BTreeSet::new();
        let mut n_bytes = 0;
        let entries = self.router.get_while(addresses, |entry: &Entry| {
            n_bytes += entry.n_bytes();
            n_bytes <= most_bytes
        });
        for entry in entries.await.into_iter().filter(|entry| entry.status == 200) {
            kept.insert(entry.address.clone());
            self.table.push(entry);
        }
        kept
    }

    /// Keeps an answer and returns it.
    async fn json(&mut self, address: &str, question: Option<Value>) -> Result<Value> {
        let entry = match question {
            None => self.router.get(address).await,
            Some(question) => self.router.post(address, question).await,
        };
        let answer = answered(&entry)?;
        self.table.push(entry);
        Ok(answer)
    }
}

/// Moments as the page reads them.
fn listed(moments: &[Moment]) -> Value {
    moments.iter().map(|(clip, span)| json!({ "clip": clip, "span": span })).collect()
}

/// The JSON of an answer that must be one.
fn answered(entry: &Entry) -> Result<Value> {
    let answer = entry.json();
    if entry.status == 200 {
        return Ok(answer);
    }
    let detail = answer["detail"].as_str().or(answer["title"].as_str()).unwrap_or("no answer");
    Err(Error::Answer { address: entry.address.clone(), detail: detail.to_owned() })
}

/// The first moments of a list of results, as long as what they were asked with.
fn moments_of(found: &Value, n_secs: usize) -> impl Iterator<Item = Moment> {
    let all = found.as_array().into_iter().flatten().take(N_SHOWN);
    all.filter_map(move |found| {
        let second = usize::try_from(found["second"].as_u64()?).ok()?;
        Some((found["clip"].as_str()?.to_owned(), Span::new(second, n_secs)))
    })
}
