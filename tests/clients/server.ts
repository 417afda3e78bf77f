// The server under test, and what holds for every answer it gives to any client.
import assert from 'node:assert/strict';

export const server = process.env.CMS_URL ?? assert.fail('Set CMS_URL to the address of a server with the demo content.');
export const endpoint = `${server}/graphql/`;

/** fetch, for clients to use: no answer may depend on who asks. */
export const anonymously: typeof fetch = async (...asked) => {
  const response = await fetch(...asked);
  assert.equal(response.headers.get('set-cookie'), null);
  assert.doesNotMatch(response.headers.get('vary') ?? '', /cookie/i);
  return response;
};

export type Asked = { method: string; hash: string | undefined; query: string | undefined };

/** A fetch for clients, and the list of what they ask by it. */
export function listening(): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const listened: typeof fetch = (input, init) => {
    const method = init?.method ?? 'GET';
    const sent = method === 'GET' ? fromQuery(new URL(String(input))) : JSON.parse(String(init?.body));
    asked.push({ method, hash: sent.extensions?.persistedQuery?.sha256Hash, query: sent.query });
    return anonymously(input, init);
  };
  return { fetch: listened, asked };
}

function fromQuery({ searchParams }: URL) {
  return { query: searchParams.get('query') ?? undefined, extensions: JSON.parse(searchParams.get('extensions') ?? '{}') };
}
