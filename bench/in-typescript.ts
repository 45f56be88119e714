/** How benches and their threads begin, which are written in TypeScript. */
import { register } from 'node:module'

const hooks = new URL('./as-built.mjs', import.meta.url).href

/** `npm run bench` has built what is there; run otherwise, the sources themselves are measured, which takes longer. */
const isBuilt = process.env.npm_lifecycle_event === 'bench'

/** From here on what is built is imported. */
export function asBuilt(): void {
  if (isBuilt) register(hooks)
}

/**
 * What a thread begins with.
 *
 * @param file of the source, beside `src`
 */
export function inTypeScript(file: string): string {
  const thread = new URL(`../src/${file}`, import.meta.url).href
  const tsx = import.meta.resolve('tsx/esm/api')
  return `data:text/javascript,${encodeURIComponent(
    `import { register as hook } from 'node:module'
     import { register } from '${tsx}'
     register()
     ${isBuilt ? `hook('${hooks}')` : ''}
     await import('${thread}')`,
  )}`
}
