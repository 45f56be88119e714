/** What a TwiML document says: how an agent answers Twilio's webhook without calling its API. */

/** The text of each message, in order. */
export function twimlTexts(xml: string): readonly string[] {
  return [...xml.matchAll(/<Message\b[^>]*>([\s\S]*?)<\/Message>/g)].map(([, inside = '']) => {
    const bodies = [...inside.matchAll(/<Body\b[^>]*>([\s\S]*?)<\/Body>/g)].map(([, text = '']) => text)
    return plain(bodies.length > 0 ? bodies.join('') : inside.replace(/<Media\b[\s\S]*?<\/Media>/g, '')).trim()
  })
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(text: string): string {
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inside: string) => inside.replace(/&/g, '&amp;').replace(/</g, '&lt;'))
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, number?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = number === undefined ? Number.parseInt(hex ?? '', 16) : Number(number)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
}
