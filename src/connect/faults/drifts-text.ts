/** Drifts written as fault sets, in the YAML that a project file reads. */
import { stringify } from 'yaml'
import type { Drift } from './drifts.ts'

/** @param heading what they are, as a comment at the top */
export function driftsText(drifts: readonly Drift[], heading: string): string {
  const sets = drifts.map(({ id, name, settings }) => {
    const flow = stringify(settings, { collectionStyle: 'flow', lineWidth: 0 }).trim()
    return `  # ${id.replace(/\s+/g, ' ')}\n  ${name}: ${flow}\n`
  })
  return `${heading.replace(/^/gm, '# ')}\nfaults:${sets.length === 0 ? ' {}' : ''}\n${sets.join('')}`
}
