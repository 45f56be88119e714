/** The alarm that says that it is the jury that has changed. It is over when it reads as at first, or somebody acknowledges it. */
import { hash128 } from '../../stats/index.ts'
import type { ObservedWriting } from '../../store/index.ts'
import type { JudgeRow } from './rows.ts'
import { budgetWords, dayAndTime } from './say.ts'

/** @returns the id of the alarm that stands afterwards */
export async function settleJury(
  writing: ObservedWriting,
  project: string,
  { standing }: JudgeRow,
  last: NonNullable<JudgeRow['last']>,
  { isAcknowledged, everyMs }: { readonly isAcknowledged: boolean; readonly everyMs: number },
): Promise<string | undefined> {
  const { atMs, level, rubrics } = last
  const [most] = Object.entries(rubrics).toSorted(([, a], [, b]) => a.p - b.p)
  if (isAcknowledged || most === undefined || most[1].p > level) {
    if (standing !== undefined) await writing.alarms.recover(standing, atMs)
    return undefined
  }
  if (standing !== undefined) return standing
  const [rubric, { n, worse, better, p, examples }] = most
  const id = hash128(`${project}\njury\n${atMs}`)
  await writing.alarms.put({
    id,
    project,
    stream: `jury/${rubric}`,
    raisedMs: atMs,
    title: `the jury reads the same conversations otherwise by ${rubric}`,
    because: `Of ${n} conversations that it had read before, it finds ${worse} worse and ${better} better on ${dayAndTime(atMs)} (p ${p.toPrecision(2)}); rates of ${rubric} have moved with it.`,
    evidence: {
      ...{ kind: 'jury', rubric, n, worse, better, p, level },
      budget: budgetWords(everyMs / level),
      examples: examples.map((each) => ({ ...each })),
    },
  })
  return id
}
