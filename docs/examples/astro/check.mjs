// Reads what `npm run build` wrote, as a visitor and a search engine would, and says what is wrong with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const API_URL = process.env.API_URL || 'http://127.0.0.1:8000/graphql/'
const dist = join(import.meta.dirname, 'dist')
const problems = []

const expected = new Set(['404.html', ...(await allPaths()).map((path) => `${path.slice(1)}index.html`)])
const written = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.html'))

for (const file of expected) if (!written.includes(file)) problems.push(`${file}: not written`)
for (const file of written) if (!expected.has(file)) problems.push(`${file}: no page of the site`)
for (const file of written) check(file, readFileSync(join(dist, file), 'utf8'))

for (const problem of problems) console.error(problem)
console.log(`${written.length} pages, ${problems.length} problems`)
process.exit(problems.length || written.length < 2 ? 1 : 0)

async function allPaths() {
  const query = 'query Paths($after: String) { paths(after: $after) { nodes { path } pageInfo { hasNextPage endCursor } } }'
  const found = []
  let after = null
  do {
    const { paths } = await ask(query, { after })
    found.push(...paths.nodes.map((node) => node.path))
    after = paths.pageInfo.hasNextPage ? paths.pageInfo.endCursor : null
  } while (after)
  return found
}

/** Asks as the frontend does: by the committed document, so that a server of trusted documents answers too. */
async function ask(query, variables) {
  const trusted = join(import.meta.dirname, '../../../cms/graphql/trusted/example-astro.json')
  const documents = existsSync(trusted) ? JSON.parse(readFileSync(trusted, 'utf8')) : {}
  const committed = Object.values(documents).find((text) => text.startsWith('query Paths'))
  const response = await fetch(API_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: committed ?? query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors[0].message)
  return data
}

function check(file, html) {
  const say = (problem) => problems.push(`${file}: ${problem}`)
  const isPage = file !== '404.html'
  if (!/<html lang="[a-z]{2}(-[A-Z]{2})?"/.test(html)) say('no language')
  if (!/<title>[^<]*\S[^<]*<\/title>/.test(html)) say('no title')
  const headings = [...html.matchAll(/<h([1-6])[\s>]/g)].map((found) => Number(found[1]))
  if (headings.filter((level) => level === 1).length !== 1) say('not one h1')
  headings.forEach((level, i) => {
    if (i && level > headings[i - 1] + 1) say(`a heading of level ${level} after one of ${headings[i - 1]}`)
  })
  if (isPage && !/<link rel="canonical" href="https?:\/\/[^"]+"/.test(html)) say('no canonical address')
  if (isPage) checkLinkedData(html, say)
  for (const [, target] of html.matchAll(/<(?:a|link)\s[^>]*?href="(\/[^"#?]*)/g)) {
    if (!leadsSomewhere(target)) say(`leads to ${target}, where nothing is`)
  }
  for (const [image] of html.matchAll(/<img\s[^>]*>/g)) {
    if (!/\salt(=|\s|>)/.test(image) || !/\swidth="\d+"/.test(image)) say(`without alt or width: ${image}`)
  }
  const shown = html.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
  const leak = shown.match(/(?<!\p{L})(undefined|\[object Object\]|NaN|null)(?!\p{L})/u)
  if (leak) say(`shows ${leak[0]}`)
  if (/(href|src|srcset)="(undefined|null|)"/.test(html)) say('an empty address')
}

function checkLinkedData(html, say) {
  const found = [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)]
  if (found.length !== 1) return say(`${found.length} elements of linked data`)
  try {
    const { '@context': context, '@graph': graph } = JSON.parse(found[0][1])
    if (context !== 'https://schema.org' || !graph.length) say('linked data about nothing')
  } catch (error) {
    say(`linked data that is no JSON: ${error.message}`)
  }
}

function leadsSomewhere(target) {
  const file = join(dist, decodeURIComponent(target))
  return existsSync(target.endsWith('/') ? join(file, 'index.html') : file)
}
