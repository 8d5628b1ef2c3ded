import { problemFrom } from './problem.ts';
import { saved, savedResponse } from './saved.ts';

/** Sends a request to the server, or looks it up in the saved page; throws a `Problem` on failure. */
export async function fetchJson<Body>(path: string, init?: RequestInit): Promise<Body> {
  return (await (await respond(path, init)).json()) as Body;
}

export function postJson<Body>(path: string, body: object, signal?: AbortSignal): Promise<Body> {
  const headers = { 'content-type': 'application/json' };
  return fetchJson(path, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null });
}

export async function fetchText(path: string, signal: AbortSignal): Promise<string> {
  return (await respond(path, { signal })).text();
}

async function respond(path: string, init?: RequestInit): Promise<Response> {
  const response = saved ? savedResponse(path, init) : await fetch(path, init);
  if (!response.ok) throw await problemFrom(response);
  return response;
}
