import assert from 'node:assert/strict';
import test from 'node:test';
import { MapView } from './MapView.ts';

function opened() {
  const map = new MapView({ left: -2, right: 2, bottom: -1, top: 1 });
  map.size.value = { width: 456, height: 356 };
  return map;
}

test('at first all is shown, with room around it', () => {
  const map = opened();
  assert.ok(map.isWhole.value);
  assert.deepEqual(map.spotOf({ x: -2, y: 1 }), { left: 28, top: 78 });
  assert.deepEqual(map.spotOf({ x: 0, y: 0 }), { left: 228, top: 178 });
});

test('all stays shown when the map gets another size', () => {
  const map = opened();
  map.size.value = { width: 256, height: 356 };
  assert.equal(map.spotOf({ x: 2, y: 0 }).left, 228);
});

test('what is zoomed at stays where it is', () => {
  const map = opened();
  const spot = { left: 300, top: 120 };
  const before = map.placeAt(spot);
  map.zoomBy(3, spot);
  const after = map.placeAt(spot);
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-9);
  assert.ok(Math.abs(map.zoom.value - 3) < 1e-9);
});

test('what is dragged goes along', () => {
  const map = opened();
  map.zoomBy(2);
  const before = map.spotOf({ x: 0.3, y: 0.2 });
  map.drag(10, -20);
  const after = map.spotOf({ x: 0.3, y: 0.2 });
  assert.ok(Math.abs(after.left - before.left - 10) < 1e-9 && Math.abs(after.top - before.top + 20) < 1e-9);
});

test('nobody gets lost', () => {
  const map = opened();
  map.drag(1e6, 1e6);
  assert.deepEqual([map.view.value.x, map.view.value.y], [-2, 1]);
  map.zoomBy(1e-9);
  assert.ok(Math.abs(map.zoom.value - 0.6) < 1e-9);
  map.zoomBy(1e9);
  assert.ok(Math.abs(map.zoom.value - 400) < 1e-9);
  map.showWhole();
  assert.ok(map.isWhole.value);
});
