import { ask } from './ask'
import { NotFound, Page, Paths, type PageData } from './documents'
import type { ResultOf } from './graphql'

/** Returns the path of every page of the site. */
export async function allPaths(): Promise<string[]> {
  const found: string[] = []
  let after: string | null = null
  do {
    const { paths }: ResultOf<typeof Paths> = await ask(Paths, { after })
    found.push(...paths.nodes.map((node) => node.path))
    after = paths.pageInfo.hasNextPage ? paths.pageInfo.endCursor : null
  } while (after)
  return found
}

/** Returns what the page at `path` shows, with all the pages of an index; null where no page is. */
export async function pageAt(path: string) {
  const { route, ...around } = await ask(Page, { path })
  if (route?.__typename !== 'PageRoute') return null
  const page = route.page
  if ('children' in page && 'pageInfo' in page.children) {
    await addRest(path, page.children)
  }
  return { ...around, page }
}

type List = {
  nodes: unknown[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

async function addRest(path: string, list: List) {
  while (list.pageInfo.hasNextPage) {
    const { route }: PageData = await ask(Page, { path, after: list.pageInfo.endCursor })
    if (route?.__typename !== 'PageRoute' || !('children' in route.page)) return
    const next = route.page.children as List
    list.nodes.push(...next.nodes)
    list.pageInfo = next.pageInfo
  }
}

export const aroundNothing = () => ask(NotFound, {})
