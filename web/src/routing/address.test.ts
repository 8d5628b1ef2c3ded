import assert from 'node:assert/strict';
import test from 'node:test';
import { addressOf, type Page, pageAt } from './address.ts';

function roundTrip(page: Page): Page {
  const { pathname, search } = new URL(addressOf(page), 'http://127.0.0.1');
  return pageAt(pathname, search);
}

test('pages survive the round trip through their address', () => {
  const pages: Page[] = [
    { page: 'library' },
    { page: 'clip', clip: 'dogs/a b?c#d.mp4' },
    { page: 'clip', clip: '100%.mp4', span: { start: 3, len: 2 } },
    { page: 'search', from: 'audio', to: 'visual' },
    { page: 'search', words: 'dog & cat, 100 %', from: 'audio', to: 'visual' },
    { page: 'search', from: 'visual', to: 'audio', moment: { clip: 'a&b/c.mp4', span: { start: 0, len: 1 } } },
    { page: 'search', from: 'audio', to: 'audio', moment: { upload: '5f' } },
    { page: 'generate', from: 'visual', moment: { clip: 'x', span: { start: 12, len: 4 } } },
    { page: 'latent' },
    { page: 'model' },
    { page: 'learn' },
    { page: 'learn', job: '3' },
    { page: 'bench' },
  ];
  for (const page of pages) assert.deepEqual(roundTrip(page), page);
});

test('spans are written as on the command line', () => {
  assert.equal(addressOf({ page: 'clip', clip: 'x', span: { start: 1, len: 2 } }), '/clip/x?at=1..3');
});

test('invalid parameters are ignored, invalid paths are not found', () => {
  assert.deepEqual(pageAt('/clip/x', '?at=3..3'), { page: 'clip', clip: 'x' });
  assert.deepEqual(pageAt('/clip/x', '?at=-1..3'), { page: 'clip', clip: 'x' });
  assert.deepEqual(pageAt('/clip/%E0%A4%A', ''), { page: 'not-found' });
  assert.deepEqual(pageAt('/clip/', ''), { page: 'not-found' });
  assert.deepEqual(pageAt('/elsewhere', ''), { page: 'not-found' });
  assert.deepEqual(pageAt('/search', '?from=smell&to=visual'), { page: 'search', from: 'audio', to: 'visual' });
});

test('a clip in a folder is one path segment', () => {
  const page = { page: 'clip', clip: 'pets/dog #1.mp4' } as const;
  assert.equal(addressOf(page), '/clip/pets%2Fdog%20%231.mp4');
  assert.deepEqual(pageAt('/clip/pets%2Fdog%20%231.mp4', ''), page);
});
