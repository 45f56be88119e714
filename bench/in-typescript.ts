/** What a thread begins with that is written in TypeScript, as all of this is. */

/** @param file of the source, beside `src` */
export function inTypeScript(file: string): string {
  const thread = new URL(`../src/${file}`, import.meta.url).href
  const tsx = import.meta.resolve('tsx/esm/api')
  return `data:text/javascript,${encodeURIComponent(`import { register } from '${tsx}'; register(); await import('${thread}')`)}`
}
