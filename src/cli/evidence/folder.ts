/** An evidence pack as a folder: written file by file with the hash of each, and read back without following links. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pack, PackedFile } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import { cannotWrite } from '../reports/writing.ts'

/** One file that grows; hashed as it does. */
export interface Growing {
  write(text: string): Promise<void>
  end(): Promise<PackedFile>
}

/** @throws Problem `cli/would-overwrite` when there is something in the folder */
export function freshFolder(folder: string, shown: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Problem({
      code: 'cli/would-overwrite',
      message: `${shown} is there already, and is not empty.`,
      hint: 'Name a folder that is not there: a pack is written once and holds nothing else.',
    })
  }
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw cannotWrite(folder, thrown)
  }
}

export async function growing(folder: string, path: string): Promise<Growing> {
  const file = await open(join(folder, path), 'wx').catch((thrown: unknown) => {
    throw cannotWrite(join(folder, path), thrown)
  })
  const hash = createHash('sha256')
  let bytes = 0
  return {
    async write(text) {
      const piece = Buffer.from(text)
      hash.update(piece)
      bytes += piece.length
      await written(file, piece, join(folder, path))
    },
    async end() {
      await file.sync()
      await file.close()
      return { path, bytes, sha256: hash.digest('hex') }
    },
  }
}

/** Writes all of it, or tells why not. */
export async function whole(folder: string, path: string, text: string): Promise<PackedFile> {
  const file = await growing(folder, path)
  await file.write(text)
  return file.end()
}

async function written(file: FileHandle, piece: Buffer, shown: string): Promise<void> {
  await file.writeFile(piece).catch((thrown: unknown) => {
    throw cannotWrite(shown, thrown)
  })
}

/** @throws Problem `cli/cannot-read` when there is no such folder */
export function packIn(folder: string, shown: string): Pack {
  return {
    names: namesIn(folder, shown),
    bytes: (name) => createReadStream(join(folder, name)),
    text: (name) => readFileSync(join(folder, name), 'utf8'),
    lines: (name) => linesOf(createReadStream(join(folder, name), 'utf8')),
  }
}

/** Only line feeds end a line: what people say may hold every other separator. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

export async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of bytes) {
    hash.update(piece)
    size += piece.length
  }
  return { bytes: size, sha256: hash.digest('hex') }
}

function namesIn(folder: string, shown: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => `${entry.name}${entry.isFile() ? '' : '/'}`)
  } catch {
    throw new Problem({
      code: 'cli/cannot-read',
      message: `There is no folder ${shown}.`,
      hint: 'Name the folder that "fieldproof evidence" wrote.',
    })
  }
}
