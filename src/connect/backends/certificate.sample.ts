/** A certificate that signs itself, for servers in tests that speak https on 127.0.0.1. Made anew each time: no key is kept. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certified {
  /** PEM. */
  readonly key: string
  /** PEM; its own authority. */
  readonly cert: string
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export function certified(): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ecdsaWithSha256 = sequence(hex('06082a8648ce3d040302'))
  const name = sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from('a backend in a test')))))
  const year = (text: string) => der(0x17, Buffer.from(`${text}0101000000Z`))
  const address = sequence(hex('0603551d11'), der(0x04, sequence(der(0x87, hex('7f000001')))))
  const isAuthority = sequence(hex('0603551d13'), der(0x04, sequence(hex('0101ff'))))
  const content = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    ecdsaWithSha256,
    name,
    sequence(year('20'), year('49')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(address, isAuthority)),
  )
  const signature = der(0x03, Buffer.concat([hex('00'), sign('sha256', content, privateKey)]))
  const text = sequence(content, ecdsaWithSha256, signature).toString('base64')
  const lines = (text.match(/.{1,64}/g) ?? []).join('\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

const hex = (text: string) => Buffer.from(text, 'hex')
const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts))

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content])
}
