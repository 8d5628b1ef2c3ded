// Writes THIRD_PARTY.md: the third-party packages in the built page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));

/** Made from the licences that the build collects. */
export function listOfThirdParties(built) {
  const bundled = JSON.parse(readFileSync(join(built, 'licenses.json'), 'utf8'));
  const rows = bundled
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, version, identifier }) => `| ${name} | ${version} | ${identifier} |`);
  return [
    '# Third-party code in the page',
    '',
    'Written by `npm run build`. The texts of the licences are served as `/licenses.json`.',
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
