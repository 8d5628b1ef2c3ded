//! Progress of a job, by server-sent events.

use std::convert::Infallible;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;

use super::App;
use crate::problem::Problem;

/// Progress of a job
///
/// Events, from the first one or after `Last-Event-ID`, until the job ends: `state` with a JobStatus without its
/// curve, `epoch` with an Epoch, `anew` with `{}` when training starts again and earlier epochs are void.
#[utoipa::path(get, path = "/api/jobs/{job}/events",
    params(
        ("job" = String, Path, description = "The job's id"),
        ("last-event-id" = Option<usize>, Header, description = "The last event that was received"),
    ),
    responses((status = 200, description = "Events", body = String, content_type = "text/event-stream")))]
pub(super) async fn events(
    State(served): App,
    Path(job): Path<String>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let job = served.jobs.get(&job)?;
    // A browser that reconnects names the last event that it received.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<usize>().ok());
    let first = last.map_or(0, |last| last.saturating_add(1));
    let events = unfold((job, first), |(job, n_seen)| async move {
        let event = job.event_after(n_seen).await?;
        let sent = Event::default().id(n_seen.to_string()).event(event.kind).data(event.json);
        Some((Ok(sent), (job, n_seen + 1)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}
