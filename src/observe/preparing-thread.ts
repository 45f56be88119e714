/** One of the threads that `preparing.ts` begins: it prepares what it is handed, one request after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { preparation } from './prepared.ts'
import type { HandedBack, HandedOver, PreparingBeginning } from './preparing.ts'
import { failureOf } from './thread-messages.ts'

const prepare = preparation((workerData as PreparingBeginning).plan)

async function handedBack({ id, arriving }: HandedOver): Promise<HandedBack> {
  try {
    return { id, prepared: await prepare(arriving) }
  } catch (thrown) {
    return { id, failed: failureOf(thrown) }
  }
}

parentPort?.on('message', async (handed: HandedOver) => {
  const back = await handedBack(handed)
  const entry = 'prepared' in back ? back.prepared.entry : undefined
  // Small ones share their memory with others, and are copied.
  const isAlone = entry !== undefined && entry.byteLength === entry.buffer.byteLength
  parentPort?.postMessage(back, isAlone ? [entry.buffer as ArrayBuffer] : [])
})
