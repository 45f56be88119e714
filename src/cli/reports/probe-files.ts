/** What came of probes, in files: JSON for programs, JUnit for continuous integration, HTML for people. */
import { resolve } from 'node:path'
import type { Given } from '../command.ts'
import type { Io } from '../io.ts'
import { clipped, escapeMarkup } from './escape.ts'
import { junitSuite } from './junit-suite.ts'
import type { ProbeReport } from './probe-report.ts'
import type { FamilyOutcome } from './probes.ts'
import { isBroken, ofWords } from './probes.ts'

/** Writes those that were asked for. @throws Problem `cli/cannot-write` */
export async function writeProbeReports(report: ProbeReport, { options }: Given, io: Io): Promise<void> {
  const { writePieces } = await import('./writing.ts')
  const fileOf = (name: string) => {
    const file = options[name] as string | undefined
    return file === undefined ? undefined : resolve(io.cwd, file)
  }
  const [json, junit, html] = ['json', 'junit', 'html'].map(fileOf)
  if (json !== undefined) await writePieces(json, [probeJson(report)])
  if (junit !== undefined) await writePieces(junit, [probeJunit(report)])
  if (html !== undefined) {
    const { probeHtml } = await import('./probe-html.ts')
    await writePieces(html, probeHtml(report))
  }
}

function probeJson({ run, families, decay, not, probes }: ProbeReport): string {
  return `${JSON.stringify({ run: run.id, families, decay, notTried: not, probes }, null, 2)}\n`
}

/** One case per family and one for the honest twins; what was not judged, or not tried, is skipped and is no pass. */
function probeJunit({ name, run, families, replay }: ProbeReport): string {
  const cases = families.map((each) => ({ name: each.family, inside: familyXml(each, replay), ...standing(each) }))
  const count = (what: 'isBroken' | 'isOpen') => cases.filter((each) => each[what]).length
  return junitSuite({
    name: `${name} probes`,
    run,
    failures: count('isBroken'),
    skipped: count('isOpen'),
    cases: cases.map(
      (each) => `    <testcase classname="probes" name="${escapeMarkup(each.name)}">\n${each.inside}    </testcase>`,
    ),
  })
}

function standing(each: FamilyOutcome): { readonly isBroken: boolean; readonly isOpen: boolean } {
  return { isBroken: isBroken(each), isOpen: !isBroken(each) && each.breached === undefined }
}

function familyXml(each: FamilyOutcome, replay: (order: number) => string): string {
  const { title, breached, example, unjudged, differ } = each
  const { isBroken: broken, isOpen } = standing(each)
  const numbers = `${breached === undefined ? 'none judged' : `worked ${ofWords(breached)}`}${differ === 0 ? '' : `, ${differ} pairs with another end`}${unjudged === 0 ? '' : `, ${unjudged} unjudged`}`
  const text =
    example === undefined ? title : `${title}\n${clipped(example.because ?? '', 500)}\n${replay(example.order)}`
  if (broken)
    return `      <failure type="breached" message="${escapeMarkup(numbers)}">${escapeMarkup(text)}</failure>\n`
  if (isOpen) return `      <skipped message="${escapeMarkup(numbers)}"/>\n`
  return `      <system-out>${escapeMarkup(numbers)}</system-out>\n`
}
