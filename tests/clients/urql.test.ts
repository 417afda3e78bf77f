// urql: queries by GET, and persisted ones.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Client, fetchExchange, gql, type Exchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

import { CITIES, PETROLINA, TOTALS } from './demo';
import { endpoint, listening } from './server';

function client(...exchanges: Exchange[]) {
  const { fetch, asked } = listening();
  const urql = new Client({ url: endpoint, fetch, preferGetMethod: true, exchanges: [...exchanges, fetchExchange] });
  return { urql, asked };
}

test('asks by GET, with variables', async () => {
  const { urql, asked } = client();
  const query = gql`
    query Petrolina($slug: String!, $first: Int!) {
      city(slug: $slug) { municipality { ibgeCode name state region latitude longitude } }
      cities(first: $first) { nodes { title } }
    }
  `;
  const { data, error } = await urql.query(query, { slug: 'petrolina-pe', first: 17 });
  assert.equal(error, undefined);
  assert.deepEqual(data.city.municipality, PETROLINA);
  assert.deepEqual(data.cities.nodes.map(({ title }: { title: string }) => title), CITIES);
  assert.deepEqual(asked.map(({ method }) => method), ['GET']);
});

test('shows an error with its code', async () => {
  const { urql } = client();
  const { data, error } = await urql.query(gql`{ cities(filter: { area: ["nenhuma"] }) { totalCount } }`, {});
  assert.equal(data, null);
  assert.deepEqual(error?.graphQLErrors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
});

test('a persisted query is sent once, and by GET and hash alone from then on', async () => {
  // a name of its own, or the server might know the document already
  const query = gql(`query Q${randomUUID().replaceAll('-', '')} { programme { cities workFronts areas citizensReached } }`);
  const ask = async () => {
    const { urql, asked } = client(persistedExchange());
    const { data, error } = await urql.query(query, {});
    assert.equal(error, undefined);
    assert.deepEqual(data.programme, TOTALS);
    return asked;
  };
  const [named, sent, ...rest] = await ask();
  assert.deepEqual([named!.method, named!.query, rest], ['GET', undefined, []]);
  assert.match(named!.hash!, /^[0-9a-f]{64}$/);
  assert.equal(sent!.hash, named!.hash);
  assert.match(sent!.query!, /citizensReached/);
  assert.deepEqual(await ask(), [named]);
});
