/** Kinds of what is removed from texts; they stand there in its place. */
export const removedKinds = ['secret', 'card', 'iban', 'ssn', 'email', 'phone', 'address', 'name', 'field'] as const
export type RemovedKind = (typeof removedKinds)[number]
