/**
 * Has benches measure what is shipped: what they import of `src` is what was built of it.
 *
 * Run as TypeScript, every function is given its name anew each time it is made, which takes as long as much of what is
 * measured.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

const sources = new URL('../src/', import.meta.url).href
const built = new URL('../dist/', import.meta.url).href

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  if (!found.url.startsWith(sources)) return found
  const url = found.url.replace(sources, built).replace(/\.ts(?:\?.*)?$/, '.js')
  return existsSync(new URL(url)) ? { url, format: 'module', shortCircuit: true } : found
}

export async function load(url, context, next) {
  if (!url.startsWith(built)) return next(url, context)
  return { format: 'module', source: await readFile(new URL(url)), shortCircuit: true }
}
