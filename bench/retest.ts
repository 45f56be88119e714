/**
 * Which scenarios a retest chooses for edits of the example's knowledge base, against labels made by hand: what has to be
 * played again, what was missed, and how much is played beside it. Those marked held out were not looked at when the
 * choice was made.
 */
import { chosenFor, differenceOf, knowledgeProbes } from '../src/simulate/index.ts'
import {
  edited,
  harborEdits,
  harborKnowledge,
  harborScenarios,
  heldOutEdits,
  type KnowledgeEdit,
} from '../src/simulate/retest/harbor.sample.ts'
import { table } from './measure.ts'

export async function bench(out: (line: string) => void): Promise<void> {
  const rows = [...harborEdits.map((edit) => measured(edit, '')), ...heldOutEdits.map((edit) => measured(edit, 'yes'))]
  const sum = (of: (row: Measured) => number) => String(rows.reduce((all, row) => all + of(row), 0))
  const all = ['all', '', sum(({ needed }) => needed), sum(({ missed }) => missed.length), sum(({ chosen }) => chosen)]
  const lines = rows.map(({ edit, heldOut, needed, missed, chosen, probes }) => [
    ...[edit, heldOut, String(needed), String(missed.length), String(chosen), String(probes)],
    missed.join(', '),
  ])
  const head = ['edit', 'held out', 'needed', 'missed', `chosen of ${harborScenarios.length}`, 'probes', '']
  for (const line of table(head, [...lines, [...all, sum(({ probes }) => probes)]])) out(line)
}

interface Measured {
  readonly edit: string
  readonly heldOut: string
  readonly needed: number
  readonly missed: readonly string[]
  readonly chosen: number
  readonly probes: number
}

function measured(edit: KnowledgeEdit, heldOut: string): Measured {
  const difference = differenceOf(harborKnowledge, edited(edit))
  const chosen = chosenFor(difference, harborScenarios).map(({ scenario }) => scenario.id)
  return {
    edit: edit.edit,
    heldOut,
    needed: edit.needed.length,
    missed: edit.needed.filter((id) => !chosen.includes(id)),
    chosen: chosen.length,
    probes: knowledgeProbes(difference, harborScenarios, 1).probes.length,
  }
}
