/**
 * The manifest of an evidence pack: every file with its size and SHA-256, signed with Ed25519 over the manifest's bytes.
 *
 * Who changes a byte of any file changes its hash, and who changes a hash breaks the signature. A signature tells whose key
 * it was only to those who know the key from elsewhere.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../../problem.ts'

export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.sig'
export const publicKeyFile = 'public-key.pem'

const hex = z.string().regex(/^[\da-f]{64}$/)
/** Within the folder: no way leads out of it. */
const inside = z.string().refine((path) => /^[\w][\w.-]*$/.test(path), { error: 'is no plain file name' })

const manifestForm = z.object({
  schema: z.literal('fieldproof/evidence/1'),
  /** ISO 8601. */
  madeAt: z.string(),
  fieldproof: z.string(),
  run: z.string(),
  pact: z.object({ id: z.string(), version: z.number(), hash: z.string() }),
  conversations: z.number().int().min(0),
  planned: z.number().int().min(0),
  files: z.array(z.object({ path: inside, bytes: z.number().int().min(0), sha256: hex })),
})

export type Manifest = z.infer<typeof manifestForm>
export type PackedFile = Manifest['files'][number]

export const manifestText = (manifest: Manifest) => `${JSON.stringify(manifest, null, 2)}\n`

/** @throws Problem `evidence/unreadable` */
export function parseManifest(text: string): Manifest {
  const parsed = manifestForm.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem({
    code: 'evidence/unreadable',
    message: `${manifestFile} is no manifest of an evidence pack: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
    hint: 'Name the folder that "fieldproof evidence" wrote, unchanged.',
  })
}

/** A new pair of keys, as PEM. */
export function newKey(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

/** @throws Problem `evidence/bad-key` when it is no private Ed25519 key */
export function publicKeyOf(privateKey: string): string {
  const key = keyFrom(() => createPrivateKey(privateKey), 'private')
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}

/** In base64. @throws Problem `evidence/bad-key` */
export function signatureOf(text: string, privateKey: string): string {
  const key = keyFrom(() => createPrivateKey(privateKey), 'private')
  return sign(null, Buffer.from(text), key).toString('base64')
}

/** @throws Problem `evidence/bad-key` when the key is no public Ed25519 key */
export function isSigned(text: string, signature: string, publicKey: string): boolean {
  const key = keyFrom(() => createPublicKey(publicKey), 'public')
  return verify(null, Buffer.from(text), key, Buffer.from(signature.trim(), 'base64'))
}

/** What two people compare to know that they mean the same key: SHA-256 of it, in groups of eight digits. */
export function fingerprint(publicKey: string): string {
  const key = keyFrom(() => createPublicKey(publicKey), 'public')
  const digits = sha256(key.export({ type: 'spki', format: 'der' }))
  return digits.match(/.{8}/g)?.join(' ') ?? digits
}

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function keyFrom(make: () => ReturnType<typeof createPublicKey>, which: string) {
  try {
    const key = make()
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below: what node says of it names no remedy.
  }
  throw new Problem({
    code: 'evidence/bad-key',
    message: `This is no ${which} Ed25519 key in PEM.`,
    hint: 'Make a pair with "fieldproof evidence --new-key evidence.key".',
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
