import assert from 'node:assert/strict';
import test from 'node:test';
import { MapView } from './MapView.ts';

function createMap() {
  const map = new MapView({ left: -2, right: 2, bottom: -1, top: 1 });
  map.size.value = { width: 456, height: 356 };
  return map;
}

test('the map shows everything at first, with a margin', () => {
  const map = createMap();
  assert.ok(map.showsAll.value);
  assert.deepEqual(map.toScreen({ x: -2, y: 1 }), { left: 28, top: 78 });
  assert.deepEqual(map.toScreen({ x: 0, y: 0 }), { left: 228, top: 178 });
});

test('the map still shows everything after a resize', () => {
  const map = createMap();
  map.size.value = { width: 256, height: 356 };
  assert.equal(map.toScreen({ x: 2, y: 0 }).left, 228);
});

test('zooming keeps the point under the pointer', () => {
  const map = createMap();
  const point = { left: 300, top: 120 };
  const before = map.toPlane(point);
  map.zoomBy(3, point);
  const after = map.toPlane(point);
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-9);
  assert.ok(Math.abs(map.zoom.value - 3) < 1e-9);
});

test('panning moves the content with the pointer', () => {
  const map = createMap();
  map.zoomBy(2);
  const before = map.toScreen({ x: 0.3, y: 0.2 });
  map.pan(10, -20);
  const after = map.toScreen({ x: 0.3, y: 0.2 });
  assert.ok(Math.abs(after.left - before.left - 10) < 1e-9 && Math.abs(after.top - before.top + 20) < 1e-9);
});

test('panning and zooming are limited', () => {
  const map = createMap();
  map.pan(1e6, 1e6);
  assert.deepEqual([map.view.value.x, map.view.value.y], [-2, 1]);
  map.zoomBy(1e-9);
  assert.ok(Math.abs(map.zoom.value - 0.6) < 1e-9);
  map.zoomBy(1e9);
  assert.ok(Math.abs(map.zoom.value - 400) < 1e-9);
  map.showAll();
  assert.ok(map.showsAll.value);
});
