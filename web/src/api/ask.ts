import { problemOf } from './problem.ts';
import { saved, savedResponse } from './saved.ts';

/** One question to the server, or to the saved page; throws a `Problem` where there is no answer. */
export async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await respond(path, init);
  return (await response.json()) as Answer;
}

export function post<Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null });
}

export async function askForText(path: string, signal: AbortSignal): Promise<string> {
  return (await respond(path, { signal })).text();
}

async function respond(path: string, init?: RequestInit): Promise<Response> {
  const response = saved ? savedResponse(path, init) : await fetch(path, init);
  if (!response.ok) throw await problemOf(response);
  return response;
}
