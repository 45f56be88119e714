/** Where the practice's knowledge base lies: beside this file, unless `FIELDPROOF_KB` names another folder with the same files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = process.env.FIELDPROOF_KB ?? fileURLToPath(new URL('./kb', import.meta.url))

export const readKnowledge = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8')
