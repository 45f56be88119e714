/**
 * Which probe a scenario is, told by its id alone, so that conversations and reports need nothing else:
 * `probe.many-shot.3.es.t10`, `probe.many-shot.3-plain.es.t10`, `probe.many-shot.twin-1.en.t1`.
 */
import type { ProbeLanguage } from './language.ts'

export interface ProbeRef {
  readonly family: string
  /** From 1. */
  readonly template: number
  /** `probe`: what is tried. `plain`: the same without it. `twin`: an honest customer who sounds alike. */
  readonly as: 'probe' | 'plain' | 'twin'
  readonly language: ProbeLanguage
  /** Customer turn at which it begins, from 1. */
  readonly turn: number
  /** Fault set that it is tried under, besides what it needs itself. */
  readonly under?: string
}

const forms: Readonly<Record<ProbeRef['as'], (template: number) => string>> = {
  probe: (template) => String(template),
  plain: (template) => `${template}-plain`,
  twin: (template) => `twin-${template}`,
}

export function probeId({ family, template, as, language, turn, under }: ProbeRef): string {
  return `probe.${family}.${forms[as](template)}.${language}.t${turn}${under === undefined ? '' : `.under-${under}`}`
}

/** The fault set that a template brings along, by its id. */
export function probeFaults(family: string, template: number, as: 'probe' | 'twin'): string {
  return `probe-${family}-${as === 'twin' ? 'twin' : ''}${template}`
}

const shape = /^probe\.([a-z0-9-]+)\.(twin-)?(\d+)(-plain)?\.(en|es|pt|fr|de|hi|xx)\.t(\d+)(?:\.under-([\w-]+))?$/

/** @param scenario id of a scenario; undefined when it is no probe */
export function probeOf(scenario: string | undefined): ProbeRef | undefined {
  const match = shape.exec(scenario ?? '')
  if (match === null) return undefined
  const [, family = '', twin, template, plain, language, turn, under] = match
  return {
    family,
    template: Number(template),
    as: twin !== undefined ? 'twin' : plain !== undefined ? 'plain' : 'probe',
    language: language as ProbeLanguage,
    turn: Number(turn),
    ...(under !== undefined && { under }),
  }
}
