/** Code of the user's own: an export of a JavaScript module, found relative to their project. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Problem, reasonOf } from '../problem.ts'

/**
 * Loads a function.
 *
 * @throws Problem `connect/module-missing`, `connect/module-fails` or `connect/export-missing`
 */
export async function loadExport<Value>(folder: string, file: string, name: string): Promise<Value> {
  const path = resolve(folder, file)
  if (!existsSync(path)) {
    throw new Problem({
      code: 'connect/module-missing',
      message: `The module ${file} is not there.`,
      hint: 'Paths are read from the folder of the project file. Correct the path, or write the module.',
    })
  }
  const exports = await import(pathToFileURL(path).href).catch((thrown: unknown) => {
    throw new Problem({
      code: 'connect/module-fails',
      message: `The module ${file} cannot be loaded: ${reasonOf(thrown)}`,
      hint: `Try: node ${file}. TypeScript has to be compiled first, or run Fieldproof under a loader for it.`,
      cause: thrown,
    })
  })
  if (typeof exports[name] === 'function') return exports[name]
  const functions = Object.keys(exports).filter((key) => typeof exports[key] === 'function')
  throw new Problem({
    code: 'connect/export-missing',
    message: `The module ${file} exports no function named "${name}".`,
    hint:
      functions.length === 0
        ? `It exports no functions at all. Write "export ${name === 'default' ? 'default function' : `function ${name}`} (…) {…}" in it.`
        : `It exports: ${functions.join(', ')}. Name one of them, or add the missing one.`,
  })
}
