/** All that detectors of one project remember, at hand while conversations are counted. */
import type { DetectorRow } from '../../store/index.ts'
import { nameOf, type Row } from './rows.ts'

export interface Memory {
  get(name: string): Row | undefined
  /** @param name where it is known already */
  put(row: Row, name?: string): void
  drop(name: string): void
  all(): Iterable<Row>
  /** What has to be written since it was read. */
  changes(atMs: number): { readonly put: readonly DetectorRow[]; readonly dropped: readonly string[] }
}

export function memoryOf(rows: readonly DetectorRow[]): Memory {
  const known = new Map(rows.map(({ stream, state }) => [stream, JSON.parse(state) as Row]))
  const changed = new Set<string>()
  const dropped = new Set<string>()
  return {
    get: (name) => known.get(name),
    put(row, name = nameOf(row)) {
      known.set(name, row)
      changed.add(name)
      dropped.delete(name)
    },
    drop(name) {
      known.delete(name)
      changed.delete(name)
      dropped.add(name)
    },
    all: () => known.values(),
    changes: (atMs) => ({
      put: [...changed].flatMap((stream) => {
        const row = known.get(stream)
        return row === undefined ? [] : [{ stream, state: JSON.stringify(row), atMs }]
      }),
      dropped: [...dropped],
    }),
  }
}
