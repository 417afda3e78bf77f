import { createHash } from 'node:crypto'

import { print } from '@0no-co/graphql.web'
import type { TadaDocumentNode } from 'gql.tada'

const API_URL = process.env.API_URL || 'http://127.0.0.1:8000/graphql/'

interface Answer<Data> {
  data?: Data | null
  errors?: { message: string; extensions: { code: string } }[]
}

/**
 * Names the document by its hash, and sends it where the server has not seen it yet: a server that answers
 * committed documents only (TRUSTED_DOCUMENTS_ONLY) knows it already.
 */
export async function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const query = print(document)
  const sha256Hash = createHash('sha256').update(query).digest('hex')
  const named = { variables, extensions: { persistedQuery: { version: 1, sha256Hash } } }
  let answer: Answer<Data> = await post(named)
  if (answer.errors?.[0]?.extensions.code === 'PERSISTED_QUERY_NOT_FOUND') {
    answer = await post({ ...named, query })
  }
  // A page with a hole in it is worse than a build that stops.
  if (answer.errors || !answer.data) {
    const told = (answer.errors ?? []).map((error) => `${error.extensions.code}: ${error.message}`)
    throw new Error(`${API_URL} answered ${told.join('; ')} for ${JSON.stringify(variables)}`)
  }
  return answer.data
}

async function post(body: object) {
  const response = await fetch(API_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.headers.get('content-type')?.includes('json')) {
    throw new Error(`${API_URL} answered HTTP ${response.status}, not JSON`)
  }
  return response.json()
}

/** Copies a file that the CMS keeps, such as its sitemap, to the same address on this site. */
export const copy = (name: string) => async () => {
  const response = await fetch(new URL(`/${name}`, API_URL))
  if (!response.ok) throw new Error(`${response.url} answered HTTP ${response.status}`)
  return new Response(await response.arrayBuffer(), {
    headers: { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' },
  })
}
