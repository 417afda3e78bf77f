// Relay: its compiler takes our schema, and its store our connections and our node(id:).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  Environment, fetchQuery, getSingularSelector, Network, RecordSource, Store, type GraphQLResponse,
} from 'relay-runtime';

import { CITIES, PETROLINA, PETROLINAS_HEADINGS } from '../demo';
import Cities, { type documents_cities$data } from '../generated/relay/documents_cities.graphql';
import CitiesPage, { type documentsCitiesPageQuery } from '../generated/relay/documentsCitiesPageQuery.graphql';
import CitiesQuery, { type documentsCitiesQuery } from '../generated/relay/documentsCitiesQuery.graphql';
import City, { type documents_city$data } from '../generated/relay/documents_city.graphql';
import CityQuery, { type documentsCityQuery } from '../generated/relay/documentsCityQuery.graphql';
import { anonymously, endpoint } from '../server';
import documents from '../generated/trusted/relay.json';

type Sent = { id: string; variables: object };

function environment() {
  const sent: Sent[] = [];
  const network = Network.create(async ({ id }, variables): Promise<GraphQLResponse> => {
    assert.ok(id);
    sent.push({ id, variables });
    const response = await anonymously(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: documents[id as keyof typeof documents], variables }),
    });
    return response.json();
  });
  return { relay: new Environment({ network, store: new Store(new RecordSource()) }), sent };
}

function read<Data>(relay: Environment, fragment: typeof Cities | typeof City, reference: unknown): Data {
  const selector = getSingularSelector(fragment, reference);
  assert.ok(selector);
  return relay.lookup(selector).data as Data;
}

test('a connection gathers every city once, in order', async () => {
  const { relay, sent } = environment();
  const root = await fetchQuery<documentsCitiesQuery>(relay, CitiesQuery, { count: 5 }).toPromise();
  let { cities } = read<documents_cities$data>(relay, Cities, root);
  while (cities.pageInfo.hasNextPage && sent.length < CITIES.length) {
    const page = { count: 5, cursor: cities.pageInfo.endCursor };
    await fetchQuery<documentsCitiesPageQuery>(relay, CitiesPage, page).toPromise();
    ({ cities } = read<documents_cities$data>(relay, Cities, root));
  }
  assert.equal(sent.length, 4);
  assert.deepEqual(cities.edges.map(({ node }) => node.title), CITIES);
  assert.equal(new Set(cities.edges.map(({ node }) => node.id)).size, CITIES.length);
});

test('a fragment is fetched again through node(id:)', async () => {
  const { relay } = environment();
  const root = await fetchQuery<documentsCitiesQuery>(relay, CitiesQuery, { count: 17 }).toPromise();
  const { cities } = read<documents_cities$data>(relay, Cities, root);
  const { id } = cities.edges.find(({ node }) => node.title === 'Petrolina')!.node;
  const { relay: fresh, sent } = environment();
  const found = await fetchQuery<documentsCityQuery>(fresh, CityQuery, { id }).toPromise();
  assert.ok(found?.node);
  const city = read<documents_city$data>(fresh, City, found.node);
  assert.equal(city.title, 'Petrolina');
  assert.deepEqual(city.municipality, PETROLINA);
  assert.deepEqual(city.body.flatMap((block) => ('title' in block ? [block.title] : [])), PETROLINAS_HEADINGS);
  assert.match(documents[sent[0]!.id as keyof typeof documents], /node\(id: \$id\)/);
});

test('what does not exist is null', async () => {
  const { relay } = environment();
  const found = await fetchQuery<documentsCityQuery>(relay, CityQuery, { id: btoa('CityPage:0') }).toPromise();
  assert.equal(found?.node, null);
});
