/**
 * A knowledge base as passages, each with what it is called and the facts it states.
 *
 * The order in which files are given does not matter: passages stand in the order of their files' names.
 */
import { markdownPassages } from './markdown.ts'
import type { KnowledgeFile, Passage } from './passage.ts'
import { recordPassages } from './records.ts'

/** @throws Problem `pact/broken-facts` when a YAML or JSON file does not parse */
export function passagesOf(files: readonly KnowledgeFile[]): readonly Passage[] {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .flatMap((file) => (/\.(?:json|ya?ml)$/i.test(file.path) ? recordPassages(file) : markdownPassages(file)))
}
