// A server that answers committed documents alone, with the manifests that graphql-codegen and Relay wrote.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { CITIES, TOTALS } from '../demo';
import codegen from '../generated/codegen/persisted-documents.json';
import relay from '../generated/trusted/relay.json';
import { anonymously, endpoint } from '../server';

async function ask(parameters: object) {
  const response = await anonymously(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return response.json();
}

function idOf(name: string, manifest: Record<string, string>) {
  const found = Object.entries(manifest).find(([, text]) => text.includes(`query ${name}`));
  return found?.[0] ?? assert.fail(`${name} is in no manifest`);
}

suite('by the id that graphql-codegen wrote', () => {
  const documentId = idOf('Totals', codegen);
  const sha256Hash = documentId.replace('sha256:', '');

  test('as documentId', async () => {
    assert.deepEqual((await ask({ documentId })).data?.programme, TOTALS);
  });

  test('as a persisted query', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    assert.deepEqual((await ask({ extensions })).data?.programme, TOTALS);
  });
});

test('by the id that the Relay compiler wrote', async () => {
  const cities = await ask({ documentId: idOf('documentsCitiesQuery', relay), variables: { count: 17 } });
  const titles = cities.data?.cities.edges.map(({ node }: any) => node.title);
  assert.deepEqual(titles, CITIES);
});

test('by its text, as it was committed', async () => {
  const text = Object.values(codegen).find((document) => document.includes('query Totals'));
  assert.deepEqual((await ask({ query: text })).data?.programme, TOTALS);
});

test('nothing else is answered', async () => {
  for (const query of ['{ programme { cities } }', '{ __schema { queryType { name } } }']) {
    const { data, errors } = await ask({ query });
    assert.equal(data, undefined);
    assert.equal(errors[0].extensions.code, 'DOCUMENT_NOT_TRUSTED');
  }
  const { errors } = await ask({ documentId: `sha256:${'0'.repeat(64)}` });
  assert.equal(errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
});
