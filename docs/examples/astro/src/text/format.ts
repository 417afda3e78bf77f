/** Numbers and dates come raw from the CMS: here they become Brazilian Portuguese. */
const LANGUAGE = 'pt-BR'

const plain = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 })
const whole = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'long', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat(LANGUAGE, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const compare = new Intl.Collator(LANGUAGE).compare

export const number = (value: number) => plain.format(value)

/** `date` is ISO 8601 without a time; `precision` says how much of it is known. */
export function day(date: string, precision: 'YEAR' | 'MONTH' | 'DAY' = 'DAY') {
  const moment = new Date(date)
  if (precision === 'YEAR') return date.slice(0, 4)
  return precision === 'MONTH' ? month.format(moment) : whole.format(moment)
}

export function bytes(size: number) {
  const [value, unit] = size < 1_000_000 ? [size / 1000, 'kilobyte'] : [size / 1_000_000, 'megabyte']
  return new Intl.NumberFormat(LANGUAGE, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}

export function years(from: number | null, to: number | null) {
  if (from && to) return from === to ? `em ${from}` : `de ${from} a ${to}`
  if (from) return `desde ${from}`
  return to ? `até ${to}` : ''
}

export const byTitle = (a: { title: string }, b: { title: string }) => compare(a.title, b.title)

export const count = (total: number, one: string, many: string) => `${number(total)} ${total === 1 ? one : many}`
