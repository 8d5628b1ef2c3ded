/** The browser and the server that the page is tried with. */
import assert from 'node:assert/strict';
import { type Browser, chromium } from 'playwright-core';

/** Where the server, or Vite before one, answers. */
export const address = process.env.EARSIGHT_URL?.replace(/\/$/, '') ?? '';

/** `more`: what Chromium is told besides. */
export function launch(...more: string[]): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', ...more],
  });
}

/** The server's answer to the tests themselves. */
export async function answer<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${address}${path}`, init);
  assert.ok(response.ok, `${path} is answered with ${response.status}`);
  return (await response.json()) as Answer;
}
