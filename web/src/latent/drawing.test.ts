import assert from 'node:assert/strict';
import test from 'node:test';
import { type DrawOptions, linesToDraw, pairsWithinBudget } from './drawing.ts';

const options: DrawOptions = {
  view: { x: 0, y: 0, scale: 1 },
  size: { width: 1, height: 1 },
  zoom: 1,
  showsLines: true,
  isMoving: true,
};

test('a fast machine draws all points while the view changes, a slow one a part', () => {
  assert.equal(pairsWithinBudget(50_000, 3), 50_000);
  assert.equal(pairsWithinBudget(50_000, 50), 10_000);
  assert.equal(pairsWithinBudget(50_000, 10_000), 4000);
  assert.equal(pairsWithinBudget(500, 10_000), 500);
});

test('lines are limited while the view changes, and hidden when switched off', () => {
  assert.equal(linesToDraw(50_000, options), 3000);
  assert.equal(linesToDraw(50_000, { ...options, isMoving: false }), 50_000);
  assert.equal(linesToDraw(50_000, { ...options, showsLines: false }), 0);
});
