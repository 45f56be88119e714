/**
 * The GSM-7 alphabet, in which a text message is cheapest: 128 letters, and ten more that take the room of two.
 *
 * National shift tables are left out: providers do not send them.
 *
 * @see 3GPP TS 23.038, 6.2.1
 */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '\f^{}\\[~]|€'

const septets = new Map([
  ...[...basic].map((letter) => [letter, 1] as const),
  ...[...extension].map((letter) => [letter, 2] as const),
])

/** How many of a message's 160 places a UTF-16 unit takes in GSM-7; undefined when the alphabet lacks it. */
export function septetsOf(unit: string): number | undefined {
  return septets.get(unit)
}
