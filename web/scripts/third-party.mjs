// Writes THIRD_PARTY.md: everything of others that the built page holds.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));

/** From the licences that the build found in what it bundled. */
export function listOfThirdParties(built) {
  const bundled = JSON.parse(readFileSync(join(built, 'licenses.json'), 'utf8'));
  const rows = bundled
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, version, identifier }) => `| ${name} | ${version} | ${identifier} |`);
  return [
    '# What the page holds of others',
    '',
    'Written by `npm run build` from what was bundled; the words of the licences are served as `/licenses.json`.',
    '',
    '| name | version | licence |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = join(web, '../crates/earsight-serve/assets');
  writeFileSync(join(web, 'THIRD_PARTY.md'), listOfThirdParties(built));
}
