// No client at all: fetch, as curl or a shell script would ask.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { suite, test } from 'node:test';

import { CITIES, PETROLINA, TOTALS } from './demo';
import { anonymously, endpoint } from './server';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const QUERY = `query Petrolina($slug: String!) {
  city(slug: $slug) { municipality { ibgeCode name state region latitude longitude } }
}`;
const ANSWER = { data: { city: { municipality: PETROLINA } } };

type Parameters = { query?: string; variables?: object; extensions?: object; documentId?: string };

function get(parameters: Parameters, accept = JSON_TYPE) {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return anonymously(url, { headers: { accept } });
}

function post(parameters: Parameters, accept = JSON_TYPE) {
  return anonymously(endpoint, {
    method: 'POST',
    headers: { accept, 'content-type': JSON_TYPE },
    body: JSON.stringify(parameters),
  });
}

for (const [method, ask] of Object.entries({ GET: get, POST: post })) {
  suite(method, () => {
    for (const accept of [JSON_TYPE, GRAPHQL_TYPE]) {
      test(`a query with variables, answered as ${accept}`, async () => {
        const response = await ask({ query: QUERY, variables: { slug: 'petrolina-pe' } }, accept);
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('content-type'), `${accept}; charset=utf-8`);
        assert.deepEqual(await response.json(), ANSWER);
      });
    }

    test('an error has the status of its media type, and a code', async () => {
      const statuses = new Map([[JSON_TYPE, 200], [GRAPHQL_TYPE, 400]]);
      for (const [accept, status] of statuses) {
        const response = await ask({ query: '{ cities { nonsense } }' }, accept);
        assert.equal(response.status, status);
        const { errors, data } = await response.json();
        assert.equal(data, undefined);
        assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
      }
    });

    test('a document is unknown until it was sent with its SHA-256', async () => {
      const query = `{ programme { cities workFronts areas citizensReached } } # ${randomUUID()}`;
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      for (const [accept, status] of new Map([[JSON_TYPE, 200], [GRAPHQL_TYPE, 400]])) {
        const unknown = await ask({ extensions }, accept);
        assert.equal(unknown.status, status);
        assert.deepEqual(await unknown.json(), {
          errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
        });
      }
      const known = { data: { programme: TOTALS } };
      assert.deepEqual(await (await ask({ query, extensions })).json(), known);
      for (const named of [{ extensions }, { documentId: `sha256:${sha256Hash}` }]) {
        assert.deepEqual(await (await get(named)).json(), known);
        assert.deepEqual(await (await post(named)).json(), known);
      }
    });

    test('a document is not kept under another’s SHA-256', async () => {
      const sha256Hash = createHash('sha256').update(randomUUID()).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      const refused = await (await ask({ query: '{ __typename }', extensions })).json();
      assert.equal(refused.errors[0].extensions.code, 'BAD_REQUEST');
      const unknown = await (await ask({ extensions })).json();
      assert.equal(unknown.errors[0].message, 'PersistedQueryNotFound');
    });
  });
}

test('cursors lead through every city, forwards and backwards', async () => {
  const list = `query List($first: Int, $after: String, $last: Int, $before: String) {
    cities(first: $first, after: $after, last: $last, before: $before) {
      nodes { title } pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    }
  }`;
  const forwards: string[] = [];
  for (let after, more = true; more && forwards.length <= CITIES.length; ) {
    const { data: { cities } } = await (await get({ query: list, variables: { first: 5, after } })).json();
    forwards.push(...cities.nodes.map(({ title }: { title: string }) => title));
    ({ hasNextPage: more, endCursor: after } = cities.pageInfo);
  }
  assert.deepEqual(forwards, CITIES);
  const backwards: string[] = [];
  for (let before, more = true; more && backwards.length <= CITIES.length; ) {
    const { data: { cities } } = await (await get({ query: list, variables: { last: 5, before, first: null } })).json();
    backwards.unshift(...cities.nodes.map(({ title }: { title: string }) => title));
    ({ hasPreviousPage: more, startCursor: before } = cities.pageInfo);
  }
  assert.deepEqual(backwards, CITIES);
});
