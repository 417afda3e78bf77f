// graphql-codegen's client preset: what tsc accepts here is what the server answers.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { PETROLINA, PETROLINAS_CARDS, PETROLINAS_HEADINGS, TOTALS } from '../demo';
import { useFragment as read } from '../generated/codegen';
import manifest from '../generated/codegen/persisted-documents.json';
import { anonymously, endpoint } from '../server';
import { ask } from './ask';
import { Cards, City, Heading, Totals } from './documents';

test('typed documents bring typed answers', async () => {
  const { data: { programme } } = await ask(Totals, {});
  const citizens: number = programme.citizensReached;
  assert.equal(citizens, TOTALS.citizensReached);
  assert.deepEqual(programme, TOTALS);
});

test('fragments on blocks are read where their block is', async () => {
  const { data: { city } } = await ask(City, { slug: 'petrolina-pe' });
  assert.ok(city);
  assert.deepEqual(city.municipality, PETROLINA);
  assert.equal(city.sinceYear, 2017);
  const headings = [];
  const cards = [];
  for (const block of city.body) {
    if (block.__typename === 'HeadingBlock') headings.push(read(Heading, block));
    if (block.__typename === 'CardsBlock') cards.push(...read(Cards, block).cards);
  }
  assert.deepEqual(headings.map(({ title }) => title), PETROLINAS_HEADINGS);
  assert.deepEqual(headings.map(({ level }) => level), ['H2', 'H2']);
  assert.deepEqual(cards.map(({ page }) => page), PETROLINAS_CARDS);
});

test('tsc refuses what the schema does not have', () => {
  () => {
    // @ts-expect-error a variable that the document needs
    ask(City, {});
    // @ts-expect-error a variable of another type
    ask(City, { slug: 2611101 });
    // @ts-expect-error a field that was not asked for
    ask(Totals, {}).then(({ data }) => data.programme.partners);
    // @ts-expect-error a city may not be there
    ask(City, { slug: '' }).then(({ data }) => data.city.title);
  };
});

test('introspection, with the limits on, gives the same types and documents as the served schema', async () => {
  for (const name of ['graphql.ts', 'gql.ts', 'persisted-documents.json']) {
    const [served, introspected] = await Promise.all(
      ['codegen', 'codegen-introspected'].map((folder) => readFile(`generated/${folder}/${name}`, 'utf8')),
    );
    assert.equal(introspected, served);
  }
});

test('the persisted documents are what their SHA-256 says, and the server takes them', async () => {
  const documents = Object.entries(manifest);
  assert.equal(documents.length, 2);
  for (const [id, query] of documents) {
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    assert.equal(id, `sha256:${sha256Hash}`);
    const answer = await anonymously(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query,
        variables: { slug: 'petrolina-pe' },
        extensions: { persistedQuery: { version: 1, sha256Hash } },
      }),
    });
    const { data, errors } = await answer.json();
    assert.equal(errors, undefined);
    assert.deepEqual(data.programme ?? data.city.municipality, 'programme' in data ? TOTALS : PETROLINA);
  }
});
