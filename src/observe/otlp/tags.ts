/** Tags of protocol buffers, a field's number and form in one, and what is told apart by them. */

export const tagOf = (field: number, form: number) => field * 8 + form

/** By tag; nothing for tags that are not known. */
export function byTag<Of>(fields: readonly (readonly [number, Of])[]): readonly (Of | undefined)[] {
  const all: (Of | undefined)[] = new Array(Math.max(...fields.map(([tag]) => tag)) + 1).fill(undefined)
  for (const [tag, field] of fields) all[tag] = field
  return all
}
