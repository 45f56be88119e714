/** One request as it lies in the log: who sent it, when, in what form, and its bytes. */

/** What a body is. Each has its reader in `intake/`. */
export interface Entry {
  readonly project: string
  /** Name of the reader that understands the body. */
  readonly reader: string
  /** The server's clock when it arrived, milliseconds since 1970. */
  readonly receivedMs: number
  readonly contentType: string
  /** Records that came, those included that were refused and are not in the body. */
  readonly records: number
  readonly refused: number
  /** How much was removed before it was kept, by kind. */
  readonly removed?: Readonly<Record<string, number>>
  /** Whether the body is in the form in which it came, unpacked, and its reader has to decode it. Otherwise it is what the reader made of it, as JSON. */
  readonly asCame?: true
  readonly body: Buffer
}

/** An entry as bytes: the length of its head, the head as JSON, the body as it is. */
export function packed({ body, ...head }: Entry): Buffer {
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(json.length)
  return Buffer.concat([length, json, body])
}

/** The entry that `packed` made. */
export function unpackedEntry(payload: Buffer): Entry {
  const end = 4 + payload.readUInt32BE(0)
  return { ...JSON.parse(payload.toString('utf8', 4, end)), body: payload.subarray(end) }
}
