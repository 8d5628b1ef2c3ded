/** The browser and the server of the tests. */
import assert from 'node:assert/strict';
import { type Browser, chromium } from 'playwright-core';

/** The address of `earsight serve`, or of Vite in front of it. */
export const address = process.env.EARSIGHT_URL?.replace(/\/$/, '') ?? '';

/** Launches Chromium with additional arguments. */
export function launch(...args: string[]): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', ...args],
  });
}

/** Sends a request of a test to the server. */
export async function request<Body>(path: string, init?: RequestInit): Promise<Body> {
  const response = await fetch(`${address}${path}`, init);
  assert.ok(response.ok, `${path} returns ${response.status}`);
  return (await response.json()) as Body;
}
