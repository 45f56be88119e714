/**
 * Points of customers' texts, as embedding models gave them: kept beside production, and gone when anything of it goes.
 *
 * They are kept by the hash of the text, so nobody knows whose they are, and they tell something of what was said. What is
 * left of them can be asked for again.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** @param folder that holds production */
export function pointsFolder(folder: string): string {
  return join(folder, 'embeddings')
}

export async function forgetPoints(folder: string): Promise<void> {
  await rm(pointsFolder(folder), { recursive: true, force: true })
}
