import type { Page } from 'playwright-core';
import type { Clips } from '../src/api/types.ts';
import { addressOf } from '../src/routing/address.ts';
import { request } from './browser.ts';

/** A page to visit. */
export interface Visited {
  name: string;
  address: string;
}

/** Every page of the header, and the pages of a moment. */
export async function addresses(): Promise<Visited[]> {
  const { clips } = await request<Clips>('/api/clips');
  const clip = clips.find(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4)?.clip ?? '';
  const moment = { clip, span: { start: 1, len: 2 } };
  return [
    { name: 'library', address: '/' },
    { name: 'clip', address: addressOf({ page: 'clip', ...moment }) },
    { name: 'search', address: '/search' },
    { name: 'search-words', address: addressOf({ page: 'search', words: 'dog', from: 'audio', to: 'visual' }) },
    { name: 'search-sound-to-picture', address: addressOf({ page: 'search', moment, from: 'audio', to: 'visual' }) },
    { name: 'search-picture-to-picture', address: addressOf({ page: 'search', moment, from: 'visual', to: 'visual' }) },
    { name: 'generate', address: '/generate' },
    { name: 'generate-picture', address: addressOf({ page: 'generate', moment, from: 'audio' }) },
    { name: 'generate-sound', address: addressOf({ page: 'generate', moment, from: 'visual' }) },
    { name: 'map', address: '/latent' },
    { name: 'model', address: '/model' },
    { name: 'learn', address: '/learn' },
    { name: 'bench', address: '/bench' },
    { name: 'not-found', address: '/elsewhere' },
  ];
}

/** Opens a page and waits until it has loaded. */
export async function visit(page: Page, { address }: Visited): Promise<void> {
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('main :is(.loading, .loading-next, .dim)') === null);
}
