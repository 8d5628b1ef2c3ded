// Fails if the committed files of the page differ from a new build of its source.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listOfThirdParties } from './third-party.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const committed = join(web, '../crates/earsight-serve/assets');

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
    .sort();
}

const same = (one, other) => readFileSync(one).equals(readFileSync(other));

const fresh = mkdtempSync(join(tmpdir(), 'earsight-page-'));
try {
  const env = { ...process.env, EARSIGHT_PAGE_OUT: fresh };
  execFileSync('npm', ['run', '--silent', 'bundle'], { cwd: web, stdio: 'inherit', env });
  const names = [...new Set([...filesBelow(fresh), ...filesBelow(committed)])].sort();
  const exists = (folder, name) => statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
  const different = names.filter(
    (name) => !exists(fresh, name) || !exists(committed, name) || !same(join(fresh, name), join(committed, name)),
  );
  if (readFileSync(join(web, 'THIRD_PARTY.md'), 'utf8') !== listOfThirdParties(fresh))
    different.push('web/THIRD_PARTY.md');
  if (different.length > 0) {
    console.error(`Not up to date:\n  ${different.join('\n  ')}\nRun: npm run build`);
    process.exitCode = 1;
  } else {
    console.log(`The ${names.length} files of the page are up to date.`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
