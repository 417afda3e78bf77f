import { copy } from '../api/ask'

export const GET = copy('stories.atom')
