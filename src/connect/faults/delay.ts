/** The backend answers late: by a fixed time, or by one drawn from a lognormal distribution. */
import { z } from 'zod'
import type { FaultKind } from './fault.ts'

const options = z.union([
  z.strictObject({
    ms: z.number().min(0).describe('Milliseconds to wait.'),
    before: z.boolean().default(false).describe('Wait before the backend is asked, not after. Default false.'),
  }),
  z.strictObject({
    medianMs: z.number().positive().describe('Median of a lognormal wait, in milliseconds.'),
    spread: z.number().min(0).default(0.5).describe('Standard deviation of its logarithm. Default 0.5.'),
    before: z.boolean().default(false).describe('Wait before the backend is asked, not after. Default false.'),
  }),
])

export const delay: FaultKind<z.output<typeof options>> = {
  kind: 'delay',
  family: 'time',
  summary: 'answers late, by a fixed or a lognormal time',
  example: 'delay: { ms: 9000 }',
  options,
  create: (settings) => ({
    explain: () =>
      'ms' in settings
        ? `answers ${seconds(settings.ms)} late`
        : `answers late, by ${seconds(settings.medianMs)} in the median`,
    async meet(call, ask, { random, sleep }) {
      const ms = 'ms' in settings ? settings.ms : random.lognormal(settings.medianMs, settings.spread)
      if (settings.before) await sleep(ms)
      const reply = await ask(call)
      if (!settings.before) await sleep(ms)
      return reply
    },
  }),
}

/** `9 s`, `250 ms`. */
export function seconds(ms: number): string {
  return ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`
}
