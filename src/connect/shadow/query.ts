/** What a list is asked for: which records, and which page of them. */
import { alike, compared, fieldOf, type JsonRecord } from './record.ts'
import type { PagingSettings, ResourceSettings } from './settings.ts'

/** Names by which pages are usually asked for, where the settings name none. */
const usual = {
  limit: ['limit', 'per_page', 'perPage', 'page_size', 'pageSize'],
  offset: ['offset', 'skip'],
  page: ['page'],
} as const
const saysNothing = /^(?:cursor|after|before|sort|order|order_by|fields|include|expand|page_?token)$/i

export interface Paging {
  readonly limit: number | undefined
  /** How many records stand before the page, when a page has so many. */
  before(size: number): number
  /** Whether the page is not the first. */
  readonly skips: boolean
  /** The query for the beginning, without a word about how much of it. */
  opening(): URLSearchParams
  /** The same query for another stretch; undefined where the backend cannot be asked for it. */
  stretch(from: number, n: number): URLSearchParams | undefined
}

export function pagingOf({ paging }: ResourceSettings, query: URLSearchParams): Paging {
  const names = namesOf(paging, query)
  const limit = count(query.get(names.limit))
  const first = paging?.first ?? 1
  const page = names.page === undefined ? undefined : (count(query.get(names.page)) ?? first)
  const before = (size: number) =>
    page === undefined ? (count(query.get(names.offset ?? '')) ?? 0) : Math.max(0, page - first) * size
  return {
    limit,
    before,
    skips: before(1) > 0,
    opening() {
      const asked = new URLSearchParams(query)
      if (names.offset !== undefined) asked.delete(names.offset)
      if (names.page !== undefined && query.has(names.page)) asked.set(names.page, String(first))
      return asked
    },
    stretch(from, n) {
      const asked = new URLSearchParams(query)
      asked.set(names.limit, String(n))
      if (names.page !== undefined) asked.set(names.page, String(first + Math.floor(from / n)))
      else if (names.offset !== undefined) asked.set(names.offset, String(from))
      else if (from > 0) return undefined
      return asked
    },
  }
}

function namesOf(paging: PagingSettings | undefined, query: URLSearchParams) {
  if (paging !== undefined) return { limit: paging.limit, offset: paging.offset, page: paging.page }
  const used = (names: readonly string[]) => names.find((name) => query.has(name))
  return { limit: used(usual.limit) ?? 'limit', offset: used(usual.offset), page: used(usual.page) }
}

function count(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

export interface Filter {
  passes(record: JsonRecord): boolean
  /** What of the query nobody could judge. */
  readonly unjudged: readonly string[]
}

/** @param isField whether any known record has a field of this name */
export function filterOf(
  { filters, paging }: ResourceSettings,
  query: URLSearchParams,
  isField: (name: string) => boolean,
): Filter {
  const pages: readonly (string | undefined)[] = [
    ...Object.values(usual).flat(),
    paging?.limit,
    paging?.offset,
    paging?.page,
  ]
  const unjudged: string[] = []
  const tests: ((record: JsonRecord) => boolean)[] = []
  for (const name of new Set(query.keys())) {
    const rule = filters[name] ?? (isField(name) ? name : undefined)
    if (rule !== undefined) tests.push(testOf(rule, query.getAll(name)))
    else if (!pages.includes(name) && !saysNothing.test(name)) unjudged.push(name)
  }
  return { passes: (record) => tests.every((test) => test(record)), unjudged }
}

function testOf(rule: string, values: readonly string[]): (record: JsonRecord) => boolean {
  const [field = '', how = '='] = rule.split(' ')
  const [value = ''] = values
  const any = values.flatMap((each) => [each, ...each.split(',')])
  const test: Readonly<Record<string, (record: JsonRecord) => boolean>> = {
    '=': (record) => any.some((each) => alike(fieldOf(record, field), each)),
    '^=': (record) => String(fieldOf(record, field) ?? '').startsWith(value),
    '>=': (record) => compared(fieldOf(record, field), value) >= 0,
    '<=': (record) => compared(fieldOf(record, field), value) <= 0,
    '>': (record) => compared(fieldOf(record, field), value) > 0,
    '<': (record) => compared(fieldOf(record, field), value) < 0,
  }
  return test[how] ?? (() => true)
}
