/** Screenshots of every page, light, dark and on a phone, in screenshots-out/. */
import { mkdir } from 'node:fs/promises';
import { address, launch } from '../tests/browser.ts';
import { addresses, visit } from '../tests/addresses.ts';

const OUT = new URL('../screenshots-out/', import.meta.url).pathname;

const VARIANTS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: {
    colorScheme: 'light',
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
} as const;

if (!address) {
  console.log('skipped: no $EARSIGHT_URL, the address of a running earsight serve');
  process.exit();
}

await mkdir(OUT, { recursive: true });
const browser = await launch();
const all = await addresses();
for (const [variant, options] of Object.entries(VARIANTS)) {
  const context = await browser.newContext({ baseURL: address, reducedMotion: 'reduce', ...options });
  for (const visited of all) {
    const page = await context.newPage();
    try {
      await visit(page, visited);
      await page.screenshot({ path: `${OUT}${visited.name}-${variant}.png` });
    } catch (thrown) {
      console.error(`${visited.name}: ${String(thrown)}`);
      process.exitCode = 1;
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`Screenshots of ${all.length} pages are in ${OUT}`);
