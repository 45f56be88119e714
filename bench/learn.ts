/** What learning has to show, each part over the real data that it names. */
import type { Bench } from './index.ts'

const parts: readonly (() => Promise<{ readonly bench: Bench }>)[] = [
  () => import('./learn-coverage.ts'),
  () => import('./learn-voice.ts'),
  () => import('./learn-actions.ts'),
  () => import('./learn-judge.ts'),
  () => import('./learn-minimise.ts'),
  () => import('./learn-patterns.ts'),
]

export async function bench(out: (line: string) => void): Promise<void> {
  for (const load of parts) await (await load()).bench(out)
}
