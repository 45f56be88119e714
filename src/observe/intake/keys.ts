/** By what events are known again, whoever tells of them. */

/** @param id the event's own name within its conversation: a message id of a provider */
export function eventKey(conversation: string, id: string): string {
  return `event/${conversation}/${id}`
}
