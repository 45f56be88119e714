/** Times lose their zone, so that nobody can tell where they are meant. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'
import { hasZone, zone } from './json-values.ts'

const options = z.strictObject({ ...fieldOption })

export const zoneDropped = driftKind(
  {
    kind: 'zone-dropped',
    summary: 'drops the zone of times',
    example: 'zone-dropped: { field: $.start }',
    options,
    explain: (_, field) => `drops the zone of ${field}`,
    fits: ({ values }) => values.some(hasZone),
    rewrite: () => (name, value) => [[name, hasZone(value) ? value.replace(zone, '') : value]],
  },
  options,
)
