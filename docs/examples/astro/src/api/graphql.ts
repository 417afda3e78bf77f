import { initGraphQLTada } from 'gql.tada'

import type { introspection } from './schema'

export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: { DateTime: string; Date: string }
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
