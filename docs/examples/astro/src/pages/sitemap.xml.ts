import { copy } from '../api/ask'

export const GET = copy('sitemap.xml')
