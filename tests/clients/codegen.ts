// graphql-codegen: the same documents typed by the served schema and by introspection.
import type { CodegenConfig } from '@graphql-codegen/cli';

const server = process.env.CMS_URL;
const typed = {
  preset: 'client',
  presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } },
  config: { documentMode: 'string' },
} as const;

export default {
  documents: 'codegen/documents.ts',
  generates: {
    'generated/codegen/': { schema: `${server}/schema.graphql`, ...typed },
    'generated/codegen-introspected/': { schema: `${server}/graphql/`, ...typed },
  },
} satisfies CodegenConfig;
