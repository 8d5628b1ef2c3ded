import assert from 'node:assert/strict';
import test from 'node:test';
import { clipName } from './clipName.ts';

test('folder, title and ending', () => {
  assert.deepEqual(clipName('pets/dog_barks.mp4'), { folder: 'pets', title: 'dog barks', ending: 'mp4' });
  assert.deepEqual(clipName('a/b/c'), { folder: 'a/b', title: 'c', ending: '' });
  assert.deepEqual(clipName('.hidden'), { folder: '', title: '.hidden', ending: '' });
  assert.deepEqual(clipName('v1.2.mkv'), { folder: '', title: 'v1.2', ending: 'mkv' });
});

test('a name of nothing but underscores stays what it is', () => {
  assert.equal(clipName('__.mp4').title, '__.mp4');
});
