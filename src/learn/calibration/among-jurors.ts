/** How far the jurors of each rubric agree with each other, and whether one of them leans, over all that they have read. */
import type { Finding, Pact } from '../../pact/index.ts'
import { type Agreeing, agreeing, type Lean, leanOf } from './agreeing.ts'
import { Readings } from './readings.ts'

export interface AmongJurors extends Agreeing {
  /** Each beside the others of its jury. */
  readonly leans: readonly (Lean & { readonly juror: string })[]
}

export class JurorsRead {
  /** By rubric and jury: juries change, and what one read is not compared with what another did. */
  private readonly sat = new Map<string, Map<string, Readings>>()

  /** @param weight how many conversations it stands for */
  add({ condition, jurors = [] }: Finding, weight: number): void {
    if (jurors.length < 2) return
    const names = JSON.stringify(jurors.map(({ juror }) => juror))
    const juries = this.sat.get(condition) ?? new Map<string, Readings>()
    this.sat.set(condition, juries)
    const readings = juries.get(names) ?? new Readings()
    juries.set(names, readings)
    readings.add(
      jurors.map(({ level }) => level),
      weight,
    )
  }

  /** Of the jury that read most. Nothing where no two read together. */
  of({ id, levels: { length: levels } }: Pact['rubrics'][number], seed: number): AmongJurors | undefined {
    const [most] = [...(this.sat.get(id) ?? [])].sort(([, a], [, b]) => b.n - a.n)
    if (most === undefined) return undefined
    const [names, readings] = most
    const leans = (JSON.parse(names) as readonly string[]).flatMap((juror, at) => {
      const lean = leanOf(readings, at, levels)
      return lean === undefined ? [] : [{ juror, ...lean }]
    })
    return { ...agreeing(readings, { seed, levels }), leans }
  }
}

/** The worse of the two in the middle where there are two, as a jury decides. */
export function lowerMiddle(levels: readonly number[]): number {
  return levels.toSorted((a, b) => a - b)[Math.ceil(levels.length / 2) - 1] ?? 0
}
