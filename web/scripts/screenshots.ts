/** Pictures of every page, in light, in dark and on a phone, to screenshots-out/. */
import { mkdir } from 'node:fs/promises';
import { address, launch } from '../tests/browser.ts';
import { places, visit } from '../tests/places.ts';

const OUT = new URL('../screenshots-out/', import.meta.url).pathname;

const LOOKS = {
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
const all = await places();
for (const [look, how] of Object.entries(LOOKS)) {
  const context = await browser.newContext({ baseURL: address, reducedMotion: 'reduce', ...how });
  for (const place of all) {
    const page = await context.newPage();
    try {
      await visit(page, place);
      await page.screenshot({ path: `${OUT}${place.name}-${look}.png` });
    } catch (thrown) {
      console.error(`${place.name}: ${String(thrown)}`);
      process.exitCode = 1;
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`pictures of ${all.length} pages are in ${OUT}`);
