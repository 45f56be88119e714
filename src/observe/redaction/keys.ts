/** The key under which marks are made: one per data folder, made when it is first needed, readable by its owner alone. */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { Problem } from '../../problem.ts'

const keyBytes = 32

/**
 * @param file where the key is kept
 * @throws Problem `observe/redaction-key` when what is there is no key
 */
export async function redactionKey(file: string): Promise<Uint8Array> {
  try {
    await writeFile(file, `${Buffer.from(randomBytes(keyBytes)).toString('base64')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
  if (key.length >= keyBytes) return key
  throw new Problem({
    code: 'observe/redaction-key',
    message: `${file} holds no key: ${key.length} bytes, and ${keyBytes} are needed.`,
    hint: 'Put the key back from a copy. Without it what was sealed stays sealed; with the file removed a new key is made.',
  })
}
