// gql.tada: types out of the documents themselves, with nothing generated but the schema.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { initGraphQLTada, readFragment, type ResultOf, type TadaDocumentNode } from 'gql.tada';
import { buildSchema, lexicographicSortSchema, print, printSchema } from 'graphql';

import { PETROLINA, PETROLINAS_HEADINGS } from '../demo';
import type { introspection } from '../generated/tada/graphql-env';
import { anonymously, endpoint } from '../server';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string };
}>();

const Heading = graphql(`
  fragment HeadingOfCity on HeadingBlock {
    title
    level
  }
`);

const City = graphql(
  `
    query TadaCity($slug: String!) {
      city(slug: $slug) {
        status
        milestones {
          date
          title
        }
        municipality {
          ibgeCode
          name
          state
          region
          latitude
          longitude
        }
        body {
          __typename
          ...HeadingOfCity
        }
      }
    }
  `,
  [Heading],
);

async function ask<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables) {
  const response = await anonymously(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return ((await response.json()) as { data: Result }).data;
}

test('a document has the types of its answer', async () => {
  const { city } = await ask(City, { slug: 'petrolina-pe' });
  assert.ok(city);
  const status: 'ACTIVE' | 'SUSPENDED' | 'ENDED' = city.status;
  assert.equal(status, 'ACTIVE');
  assert.deepEqual(city.municipality, PETROLINA);
  assert.deepEqual(city.milestones, [{ date: '2017-06-26', title: 'O programa é lançado em Petrolina' }]);
  const headings: ResultOf<typeof Heading>[] = [];
  for (const block of city.body) if (block.__typename === 'HeadingBlock') headings.push(readFragment(Heading, block));
  assert.deepEqual(headings.map(({ title }) => title), PETROLINAS_HEADINGS);
});

test('tsc refuses what the schema does not have', () => {
  () => {
    // @ts-expect-error a variable of another type
    ask(City, { slug: 2611101 });
    // @ts-expect-error a city may not be there
    ask(City, { slug: '' }).then(({ city }) => city.status);
    // @ts-expect-error no status is called so
    ask(City, { slug: '' }).then(({ city }) => city?.status === 'PAUSED');
  };
});

test('introspection, with the limits on, gives the served schema', async () => {
  const [served, introspected] = await Promise.all(
    ['generated/schema.graphql', 'generated/tada/introspected.graphql'].map(async (path) =>
      printSchema(lexicographicSortSchema(buildSchema(await readFile(path, 'utf8')))),
    ),
  );
  assert.equal(introspected, served);
});
