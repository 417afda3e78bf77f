import { copy } from '../api/ask'

export const GET = copy('cities.geojson')
