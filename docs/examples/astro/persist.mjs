// Writes the documents that this frontend asks where the CMS trusts them; with --check, says if they are the same.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

import { print } from '@0no-co/graphql.web'
import { build } from 'esbuild'

const file = new URL('../../../cms/graphql/trusted/example-astro.json', import.meta.url)

const bundle = await build({
  entryPoints: ['src/api/documents.ts'],
  absWorkingDir: import.meta.dirname,
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const documents = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`)
const texts = Object.values(documents).map(print)
const manifest = Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]))
const written = JSON.stringify(manifest, null, 2) + '\n'

if (!process.argv.includes('--check')) {
  writeFileSync(file, written)
  console.log(`${texts.length} documents are in ${file.pathname}`)
} else if (readFileSync(file, 'utf8') !== written) {
  console.error(`${file.pathname} holds other documents than src/api/documents.ts: npm run persist`)
  process.exit(1)
} else {
  console.log(`${file.pathname} is current: ${texts.length} documents`)
}
