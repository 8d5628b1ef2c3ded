import type { Page } from 'playwright-core';
import type { Clips } from '../src/api/model.ts';
import { addressOf } from '../src/routing/address.ts';
import { answer } from './browser.ts';

/** A page by its address. */
export interface Place {
  name: string;
  address: string;
}

/** Every page of the header, and those that are about a moment. */
export async function places(): Promise<Place[]> {
  const { clips } = await answer<Clips>('/api/clips');
  const clip = clips.find(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4)?.clip ?? '';
  const moment = { clip, span: { start: 1, len: 2 } };
  return [
    { name: 'library', address: '/' },
    { name: 'clip', address: addressOf({ page: 'clip', ...moment }) },
    { name: 'search', address: '/search' },
    { name: 'search-sound-for-pictures', address: addressOf({ page: 'search', moment, from: 'audio', to: 'visual' }) },
    {
      name: 'search-picture-for-pictures',
      address: addressOf({ page: 'search', moment, from: 'visual', to: 'visual' }),
    },
    { name: 'imagine', address: '/generate' },
    { name: 'imagine-pictures', address: addressOf({ page: 'generate', moment, from: 'audio' }) },
    { name: 'imagine-sounds', address: addressOf({ page: 'generate', moment, from: 'visual' }) },
    { name: 'map', address: '/latent' },
    { name: 'model', address: '/model' },
    { name: 'learn', address: '/learn' },
    { name: 'bench', address: '/bench' },
    { name: 'nowhere', address: '/elsewhere' },
  ];
}

/** Opens a page and waits until it says what it is and waits for nothing. */
export async function visit(page: Page, { address }: Place): Promise<void> {
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('main .waiting') === null);
}
