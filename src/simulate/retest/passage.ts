/** A passage of a knowledge base: what it is called, what it says, and the facts it states. */
import type { Value } from '../../pact/index.ts'

/** A file of a knowledge base. `path` is relative to the folder, with forward slashes. */
export interface KnowledgeFile {
  readonly path: string
  readonly text: string
}

export interface KnowledgePlace {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** What a fact is: a kind of value, the name of something offered, an address, or a yes or no of the house. */
export type FactKind = Value['type'] | 'address' | 'name' | 'rule'

/** One thing a passage states. */
export interface KnowledgeFact {
  readonly kind: FactKind
  /** The field of a record; absent in prose, where the order of facts of one kind tells them apart. */
  readonly field?: string
  /** As written: `$120`. Of a rule, `yes` or `no`. */
  readonly said: string
  /** To compare by; absent where the words are compared. */
  readonly value?: Value
}

/** A sentence, a list item, a row, or a record of a YAML or JSON file. */
export interface Passage {
  readonly place: KnowledgePlace
  /** Headings or keys that lead to it, outermost first; two passages of one path are told apart by their words. */
  readonly path: readonly string[]
  /** What its subject is called: `root canal`, `root-canal`, a heading. */
  readonly names: readonly string[]
  readonly form: 'prose' | 'record'
  readonly text: string
  readonly facts: readonly KnowledgeFact[]
}
