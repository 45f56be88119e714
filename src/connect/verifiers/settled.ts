/** Reading a backend once it has come to rest: until two readings agree, or for as long as patience lasts. */
import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../conversation/index.ts'
import type { Clock } from '../clock.ts'
import type { Verifier } from './verifier.ts'

/**
 * @param clock real time, even where the conversation runs on virtual time: the backend does not know of that
 * @returns the last reading; a backend that never rests is read as it then stands
 * @throws VerifierFailure when it cannot be read
 */
export async function readSettled(
  verifier: Verifier,
  values: Readonly<Record<string, Json>>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Json>>> {
  let records = await verifier.read(values, signal)
  if (verifier.settle === undefined) return records
  const { everyMs, timeoutMs } = verifier.settle
  const patienceEndsMs = clock.nowMs() + timeoutMs
  while (clock.nowMs() < patienceEndsMs) {
    await clock.sleep(everyMs, signal)
    const again = await verifier.read(values, signal)
    if (isDeepStrictEqual(again, records)) return again
    records = again
  }
  return records
}
