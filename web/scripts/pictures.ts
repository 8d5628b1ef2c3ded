/**
 * Makes the screenshots of the README in docs/page/, from the demo's library of rendered videos.
 *
 *   make demo && earsight serve demo/library --labels demo/sample/labels.csv
 *   EARSIGHT_URL=http://127.0.0.1:7272 npm run pictures
 */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { address, launch } from '../tests/browser.ts';

const OUT = new URL('../../docs/page/', import.meta.url).pathname;

interface Picture {
  name: string;
  path: string;
  colorScheme: 'light' | 'dark';
  height: number;
  /** Waits for the content of the picture. */
  isReady: (page: Page) => Promise<void>;
}

const PICTURES: Picture[] = [
  {
    name: 'clip',
    path: '/clip/clip-0005.mp4?at=2..4',
    colorScheme: 'light',
    height: 1060,
    isReady: (page) => page.locator('.lane-window').nth(1).waitFor(),
  },
  {
    name: 'search',
    path: '/search?clip=clip-0001.mp4&at=3..5&from=audio&to=visual',
    colorScheme: 'dark',
    height: 860,
    isReady: (page) => page.getByRole('article').first().waitFor(),
  },
  {
    name: 'map',
    path: '/latent',
    colorScheme: 'light',
    height: 880,
    isReady: (page) => page.getByText('Category', { exact: true }).click(),
  },
];

if (!address) {
  console.log('skipped: no $EARSIGHT_URL, the address of the demo as it is served');
  process.exit();
}

await mkdir(OUT, { recursive: true });
const browser = await launch();
for (const { name, path, colorScheme, height, isReady } of PICTURES) {
  const page = await browser.newPage({
    baseURL: address,
    viewport: { width: 1180, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await page.goto(path);
  await isReady(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${OUT}${name}.jpg`, type: 'jpeg', quality: 88 });
  await page.close();
}
await browser.close();
console.log(`${PICTURES.length} pictures are in ${OUT}`);
