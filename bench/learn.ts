/** What learning has to show, each part over the real data that it names. */
import type { Benches } from './index.ts'

export const parts: Benches = {
  coverage: () => import('./learn-coverage.ts'),
  voice: () => import('./learn-voice.ts'),
  actions: () => import('./learn-actions.ts'),
  judge: () => import('./learn-judge.ts'),
  reproduce: () => import('./learn-reproduce.ts'),
  minimise: () => import('./learn-minimise.ts'),
  patterns: () => import('./learn-patterns.ts'),
}

export async function bench(out: (line: string) => void): Promise<void> {
  for (const load of Object.values(parts)) await (await load()).bench(out)
}
