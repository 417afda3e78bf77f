import type { TypedDocumentString } from '../generated/codegen/graphql';
import { anonymously, endpoint } from '../server';

/** Asks by POST. The types of the result and of the variables are those of the document. */
export async function ask<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables) {
  const response = await anonymously(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  return (await response.json()) as { data: Result };
}
