// Apollo Client: fragments on abstract types, its cache's own pagination, automatic persisted queries.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { suite, test } from 'node:test';

import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { filter, firstValueFrom } from 'rxjs';

import { CITIES, PETROLINA, PETROLINAS_CARDS, PETROLINAS_HEADINGS, TOTALS } from './demo';
import { anonymously, endpoint, listening, server } from './server';

const possibleTypes = await (await fetch(`${server}/schema.possible-types.json`)).json();

function client(link: ApolloLink = new HttpLink({ uri: endpoint, fetch: anonymously })) {
  const typePolicies = { Query: { fields: { cities: relayStylePagination() } } };
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes, typePolicies }) });
}

test('fragments on blocks and on the page interface are read back from the cache', async () => {
  const apollo = client();
  const query = gql`
    query Petrolina {
      page(path: "/cidades/petrolina-pe/") {
        ...Titled
        ... on CityPage {
          municipality { ibgeCode name state region latitude longitude }
          body { ...Block }
        }
      }
    }
    fragment Titled on PageInterface { title path }
    fragment Block on BodyBlock {
      ... on HeadingBlock { title }
      ... on CardsBlock { cards { page { ...Titled } } }
    }
  `;
  await apollo.query({ query });
  const { page } = apollo.readQuery<any>({ query });
  assert.deepEqual({ title: page.title, path: page.path }, { title: 'Petrolina', path: '/cidades/petrolina-pe/' });
  assert.deepEqual(page.municipality, { __typename: 'Municipality', ...PETROLINA });
  const blocks = (kind: string) => page.body.filter(({ __typename }: any) => __typename === kind);
  assert.deepEqual(blocks('HeadingBlock').map(({ title }: any) => title), PETROLINAS_HEADINGS);
  assert.deepEqual(blocks('CardsBlock').flatMap(({ cards }: any) => cards.map(({ page }: any) => page)), PETROLINAS_CARDS);
});

test('relayStylePagination gathers every city once, in order', async () => {
  const query = gql`
    query Cities($after: String) {
      cities(first: 5, after: $after) {
        edges { cursor node { id title } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  `;
  const apollo = client();
  const observed = apollo.watchQuery<any>({ query });
  const watching = observed.subscribe({});
  await firstValueFrom(observed.pipe(filter(({ dataState }) => dataState === 'complete')));
  const gathered = () => apollo.readQuery<any>({ query }).cities;
  const lengths = [gathered().edges.length];
  while (gathered().pageInfo.hasNextPage && lengths.length < CITIES.length) {
    await observed.fetchMore({ variables: { after: gathered().pageInfo.endCursor } });
    lengths.push(gathered().edges.length);
  }
  watching.unsubscribe();
  assert.deepEqual(lengths, [5, 10, 15, 17]);
  assert.deepEqual(gathered().edges.map(({ node }: any) => node.title), CITIES);
  assert.equal(new Set(gathered().edges.map(({ node }: any) => node.id)).size, CITIES.length);
});

suite('automatic persisted queries', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  test('are sent once, and by GET and hash alone from then on', async () => {
    // a name of its own, or the server might know the document already
    const query = gql(`query Q${randomUUID().replaceAll('-', '')} {
      programme { cities workFronts areas citizensReached }
    }`);
    const ask = async () => {
      const { fetch, asked } = listening();
      const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
      const apollo = client(persisted.concat(new HttpLink({ uri: endpoint, fetch })));
      const { data } = await apollo.query<any>({ query });
      assert.deepEqual(data.programme, { __typename: 'ProgrammeTotals', ...TOTALS });
      return asked;
    };
    const [named, sent, ...rest] = await ask();
    assert.deepEqual([named!.method, named!.query, rest], ['GET', undefined, []]);
    assert.equal(sent!.hash, named!.hash);
    assert.equal(sha256(sent!.query!), sent!.hash);
    assert.deepEqual(await ask(), [named]);
  });
});
