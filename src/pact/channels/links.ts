/**
 * Web addresses in a message: whole, tappable, and where they say they lead.
 *
 * An address ends before the punctuation that closes its sentence, as in the programs that make addresses tappable.
 */
import { everyMatch } from '../every-match.ts'
import type { Breach, Occasion, Rule } from './channel.ts'
import { quoted } from './markup.ts'

interface Link {
  readonly url: string
  readonly at: number
}

const address = /\bhttps?:\/\/[^\s<>"'`“”‘’«»|\\^{}]{1,2000}/gi

/** The addresses of a text that name their scheme. */
export function linksIn(text: string): readonly Link[] {
  return everyMatch(text, address).map(({ 0: url, index }) => ({
    url: url.replace(/[.,;:!?)\]*_~…]{1,20}$/, ''),
    at: index,
  }))
}

/** No address lies across the end of a part, where the parts may be shown apart. */
export function unsplit(partsOf: (text: string, occasion: Occasion) => readonly string[]): Rule {
  return ({ text }, occasion) => {
    if (linksIn(text).length === 0) return []
    const parts = partsOf(text, occasion)
    const links = linksIn(parts.join(''))
    const ends = endsOf(parts)
    return links.flatMap(({ url, at }): readonly Breach[] => {
      const end = ends.findIndex((each) => each > at && each < at + url.length)
      if (end === -1) return []
      const because = `has an address that lies across parts ${end + 1} and ${end + 2}: ${quoted(url)}`
      return [{ rule: 'link-split', effect: 'garbled', because, at: Math.max(0, text.indexOf(url)) }]
    })
  }
}

function endsOf(parts: readonly string[]): readonly number[] {
  let end = 0
  return parts.slice(0, -1).map((part) => {
    end += part.length
    return end
  })
}

const broken = [
  /\bhttps?:\/\/(?=\s|$)/i,
  /\bhttps?:\/(?!\/)[\w-]{1,60}\.[a-z]{2}/i,
  /\bhttps?\/\/[\w-]{1,60}\.[a-z]{2}/i,
  /\bhttps?:\/\/[^\s<>]{1,500}[?&=]\n(?=\S)/i,
  /\bhttps?:\/\/[^\s<>]{3,500}(?:…|\.{3})(?=\s|$)/i,
] as const

/** Every address is whole: not cut short, not wrapped, not misspelt before its host. */
export const unbroken: Rule = ({ text }) => {
  for (const pattern of broken) {
    const found = pattern.exec(text)
    if (found) {
      const because = `has an address that is not whole: ${quoted(text.slice(found.index, found.index + 60))}`
      return [{ rule: 'link-broken', effect: 'garbled', because, at: found.index }]
    }
  }
  return []
}

const bare =
  /(?<![\w@/.:-])(?:www\.[\w-]{1,60}\.[a-z]{2,10}|(?:[a-z0-9-]{1,60}\.){1,4}(?:com|org|net|io|co|app|dev|me|ly|uk|de|fr|es|pt|br|in|nl|it)\/)[^\s<>"']{0,500}/i

/** Every address names its scheme, where nothing else can be tapped. */
export const withScheme: Rule = ({ text }) => {
  const found = bare.exec(text)
  if (!found) return []
  const because = `has an address without https://, which cannot be tapped: ${quoted(found[0])}`
  return [{ rule: 'link-bare', effect: 'garbled', because, at: found.index }]
}

const shownLinks = [
  { pattern: /\[([^[\]\n]{1,200})\]\(\s{0,3}(https?:\/\/[^\s()<>]{1,500})/gi, shown: 1, opens: 2 },
  {
    pattern: /<a\s[^<>]{0,300}href\s{0,3}=\s{0,3}["']?(https?:\/\/[^\s"'<>]{1,500})[^<>]{0,300}>([^<>]{1,200})<\/a>/gi,
    shown: 2,
    opens: 1,
  },
  { pattern: /<(https?:\/\/[^|\s<>]{1,500})\|([^<>|\n]{1,200})>/gi, shown: 2, opens: 1 },
] as const

/** Where a link shows an address, it is the one that it opens. */
export const notHidden: Rule = ({ text, form }) => hiddenIn(form?.html === undefined ? text : `${text}\n${form.html}`)

function hiddenIn(text: string): readonly Breach[] {
  return shownLinks.flatMap(({ pattern, shown, opens }) =>
    everyMatch(text, pattern).flatMap((found): readonly Breach[] => {
      const says = hostOf(found[shown] ?? '')
      const leads = hostOf(found[opens] ?? '')
      if (says === undefined || leads === undefined || says === leads || leads.endsWith(`.${says}`)) return []
      return [{ rule: 'link-hidden', effect: 'misleading', because: `shows the address ${says} but opens ${leads}` }]
    }),
  )
}

/** The host that a text names, when the text is an address and nothing else. */
function hostOf(text: string): string | undefined {
  const found =
    /^\s{0,9}(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,20})(?:[/:?#]\S{0,500})?\s{0,9}$/i.exec(text)
  return found?.[1]?.toLowerCase()
}
