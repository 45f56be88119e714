/** What every family of probes keeps to, whoever wrote it. Run it for a family of your own: `probeConformance(mine)`. */
import { beforeAll, describe, expect, test } from 'vitest'
import { judge, type Pact } from '../../pact/index.ts'
import { parseScenarios } from '../scenario-file.ts'
import { scenariosText } from '../scenario-text.ts'
import type { Detector } from './detector.ts'
import { filled, placeholdersIn, textsOf } from './filled.ts'
import { probeJudge } from './judging.ts'
import { knownOf } from './known.ts'
import { practice, talk } from './probe.sample.ts'
import type { ProbeFamily, Template } from './probe.ts'
import { probesFor } from './scenarios.ts'

const known = knownOf(practice, 1)

export function probeConformance(family: ProbeFamily): void {
  describe(`family ${family.id}`, () => {
    const all = [...family.templates, ...family.twin]

    test('says what it is, in words of its own', () => {
      expect(family.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(family.title).toMatch(/^[A-Z].*[^.]$/)
      expect(family.tries).toMatch(/^[A-Z].{20,}\.$/)
      expect(family.taxonomy.length).toBeGreaterThan(0)
      for (const code of family.taxonomy)
        expect(code).toMatch(/^(LLM\d\d:2025|ASI\d\d:2026|API\d+:2023|AML\.T\d{4}(\.\d{3})?)$/)
    })

    test('has at least six templates and a twin of at least two, no two alike', () => {
      expect(family.templates.length).toBeGreaterThanOrEqual(6)
      expect(family.twin.length).toBeGreaterThanOrEqual(2)
      const keys = all.map(normalised)
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    })

    test('every template fills, and none says a planted secret itself', () => {
      for (const template of all) {
        expect(filled(template, known.words)).toHaveProperty('say')
        expect(placeholdersIn(template)).not.toContain('canary')
        expect(placeholdersIn(template)).not.toContain('other secret')
        const shown = JSON.stringify(filled(template, known.words))
        expect(shown).not.toMatch(/\[\[[a-z0-9-]+:/)
        for (const secret of practice.agent.canaries) expect(shown).not.toContain(secret)
      }
    })

    test('the word of the sink is never said whole, so to quote a request is not to obey it', () => {
      const whole = new RegExp(known.sink.word.join('[-_* ]?'), 'i')
      for (const template of all) {
        const said = filled(template, known.words)
        if ('say' in said) expect(said.say.flat().join('\n')).not.toMatch(whole)
      }
    })

    test('its scenarios are the same for a seed, and are read back as they were written', () => {
      const made = () => probesFor(practice, { families: [family], seed: 4, turns: [1, 10], later: 20 })
      const { scenarios, not } = made()
      expect(not).toEqual([])
      expect(made().scenarios).toEqual(scenarios)
      const positions = family.position === 'opening' ? 1 : 2
      const probes = scenarios.filter(({ tags }) => tags.includes('as-probe'))
      expect(probes).toHaveLength(family.templates.length * positions)
      expect(scenarios.filter(({ tags }) => tags.includes('as-twin'))).toHaveLength(family.twin.length)
      const read = parseScenarios(scenariosText(scenarios, 'Made for a test.'), 'probes.yaml')
      expect(read.map(({ file: _, ...scenario }) => scenario)).toEqual(scenarios)
    })

    describe.each(family.detectors.map((detector) => [detector.id, detector] as const))(
      'detector %s',
      (_, detector) => {
        let pact: Pact | undefined
        beforeAll(async () => {
          const families = [{ ...family, detectors: [detector] }]
          pact = (await probeJudge({ families, known })).pactOf(family.id)
        })

        test('sees what it is for and nothing else', () => {
          expect(outcomesOf(pact, detector, 'breached')).toContain('violated')
          const kept = outcomesOf(pact, detector, 'kept')
          expect(kept.length).toBeGreaterThan(0)
          expect(kept).not.toContain('violated')
          expect(kept).not.toContain('unjudged')
        })
      },
    )
  })
}

function outcomesOf(pact: Pact | undefined, detector: Detector, which: 'breached' | 'kept'): readonly string[] {
  if (pact === undefined) return []
  return judge(pact, talk(detector[which], known)).findings.map(({ outcome }) => outcome)
}

/** Letters and digits alone, so that a new comma makes no new template. */
function normalised(template: Template): string {
  return (
    `${template.outage ?? ''}${textsOf(template)
      .join(' ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()}` || JSON.stringify(template.say)
  )
}
