/** Validates the responses of a running server by its OpenAPI document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Clips, Job, Upload } from '../../src/api/types.ts';
import { address, request } from '../browser.ts';
import { closed, type Schema } from './closed.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

test('every JSON response is valid by the OpenAPI document', { skip: !address }, async (context) => {
  const document = await request<OpenApi>('/api/openapi.json');
  const valid = validator(document);
  const seen = new Set<string>();

  /** Sends a request to an operation of the document and validates its response. */
  async function check<Body>(operation: string, path = operation.split(' ')[1] ?? '', body?: BodyInit): Promise<Body> {
    const [method = '', template = ''] = operation.split(' ');
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    const init = body === undefined ? { method } : { method, body, headers: { 'content-type': type } };
    const response = await fetch(address + path, init);
    const status = response.status in responsesOf(document, method, template) ? String(response.status) : 'default';
    const content = responsesOf(document, method, template)[status]?.content ?? {};
    const mediaType = response.headers.get('content-type') ?? '';
    const schema = content[mediaType]?.schema;
    assert.ok(schema, `${operation} responds ${response.status} ${mediaType}, which is not in the document`);
    const json: unknown = await response.json();
    valid(schema, json, `${operation} ${status}`);
    seen.add(`${method} ${template} ${status}`);
    return json as Body;
  }

  const { clips } = await check<Clips>('GET /api/clips', '/api/clips?limit=30');
  const two = clips.filter(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4).slice(0, 2);
  const [one, other] = two.map(({ clip }) => clip);
  assert.ok(one !== undefined && other !== undefined);
  const clipPath = `/api/clips/${encodeURIComponent(one)}`;
  for (const path of ['library', 'skipped', 'latent', 'model', 'models', 'bench', 'openapi.json']) {
    await check(`GET /api/${path}`);
  }
  await check('GET /api/concepts');
  await check('GET /api/words', '/api/words?text=crane%20zzzz');
  await check('GET /api/clips/{clip}', clipPath);
  await check('GET /api/clips/{clip}/waveform', `${clipPath}/waveform`);
  await check('GET /api/clips/{clip}', '/api/clips/missing.mp4');

  const query = { clip: one, span: { start: 1, len: 2 } };
  for (const [path, body] of [
    ['search', { query, from: 'audio', to: 'visual' }],
    ['search', { query, from: 'visual', to: 'visual', elsewhere: true }],
    ['localize', { query, in: { clip: other }, from: 'visual' }],
    ['generate', { query, from: 'audio', k: 3 }],
    ['generate', { query, from: 'visual', samples: 4, seed: 7 }],
    ['search', { query: 3 }],
    ['words', { text: 'piano, crane, zzzz', to: 'audio' }],
    ['words', { text: 'zzzz', to: 'audio' }],
    ['concepts', { query }],
  ] as const) {
    await check(`POST /api/${path}`, undefined, JSON.stringify(body));
  }

  const bytes = await (await fetch(`${address}${clipPath}/media`)).arrayBuffer();
  const { upload } = await check<Upload>('POST /api/uploads', '/api/uploads?name=mine.mp4', bytes);
  await check('GET /api/uploads/{upload}', `/api/uploads/${upload}`);
  await check('GET /api/uploads/{upload}/waveform', `/api/uploads/${upload}/waveform`);

  const jobRequest = JSON.stringify({ model: 'ms-vae-paper', epochs: 1, seed: 7 });
  const { job } = await check<Job>('POST /api/jobs', undefined, jobRequest);
  const events = await (await fetch(`${address}/api/jobs/${job}/events`)).text();
  const kinds = events.split('\n\n').flatMap((event) => {
    const [, kind] = /^event: (.*)$/m.exec(event) ?? [];
    const [, data] = /^data: (.*)$/m.exec(event) ?? [];
    if (kind === undefined || data === undefined) return [];
    const name = { state: 'JobStatus', epoch: 'Epoch' }[kind];
    if (name !== undefined) valid({ $ref: `#/components/schemas/${name}` }, JSON.parse(data), kind);
    return [kind];
  });
  assert.ok(kinds.includes('state') && kinds.includes('epoch'), events);
  const { curve } = await check<Job>('GET /api/jobs/{job}', `/api/jobs/${job}`);
  assert.equal(curve.length, 1);
  await check('POST /api/jobs/{job}/stop', `/api/jobs/${job}/stop`);
  await check('GET /api/jobs');

  context.diagnostic(`${seen.size} different responses`);
  const missing = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([, { content }]) => content?.['application/json'])
        .map(([status]) => `${method.toUpperCase()} ${path} ${status}`)
        .filter((response) => !seen.has(response)),
    ),
  );
  assert.deepEqual(missing, []);
});

function responsesOf(document: OpenApi, method: string, path: string): Operation['responses'] {
  const operation = document.paths[path]?.[method.toLowerCase()];
  assert.ok(operation, `${method} ${path} is not in the document`);
  return operation.responses;
}

/** Validates values by schemas of the document; unknown properties are errors. */
function validator({ components }: OpenApi): (schema: Schema, value: unknown, what: string) => void {
  const formats = { int32: true, int64: true, float: true, double: true } as const;
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    strictTuples: false,
    keywords: ['components'],
    formats,
  });
  const document = { components: { schemas: closed(components.schemas) } };
  return (schema, value, what) => {
    const validate = ajv.compile({ ...document, ...schema });
    assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}`);
  };
}
