import assert from 'node:assert/strict';
import test from 'node:test';
import { clipName } from './clipName.ts';

test('folder and title', () => {
  assert.deepEqual(clipName('pets/dog_barks.mp4'), { folder: 'pets', title: 'dog barks' });
  assert.deepEqual(clipName('a/b/c'), { folder: 'a/b', title: 'c' });
  assert.deepEqual(clipName('.hidden'), { folder: '', title: '.hidden' });
  assert.deepEqual(clipName('v1.2.mkv'), { folder: '', title: 'v1.2' });
});

test('a name of only underscores is kept', () => {
  assert.equal(clipName('__.mp4').title, '__.mp4');
});
