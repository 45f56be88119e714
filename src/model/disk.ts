/** The little of a file system that a cassette needs, so that it can be kept elsewhere. */
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Disk {
  /** The whole file as UTF-8, or undefined when there is none. */
  read(file: string): Promise<string | undefined>
  /** Adds text at the end, making the file and its folder when needed. */
  append(file: string, text: string): Promise<void>
  /** Keeps only the first `bytes`. */
  cut(file: string, bytes: number): Promise<void>
}

export const nodeDisk: Disk = {
  async read(file) {
    try {
      return await readFile(file, 'utf8')
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
      throw thrown
    }
  },
  async append(file, text) {
    await mkdir(dirname(file), { recursive: true })
    await appendFile(file, text)
  },
  cut: (file, bytes) => truncate(file, bytes),
}
