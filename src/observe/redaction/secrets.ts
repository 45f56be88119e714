/** Secrets: keys of providers, tokens, private keys, passwords in addresses and settings, and texts too random to be words. */
import { like, patternRule, type Rule } from './finding.ts'

const begins = '(?<![A-Za-z0-9])'

export const secretRules: readonly Rule[] = [
  patternRule(
    'secret',
    { signs: ['privateKey'] },
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]{0,20000}-----END [A-Z ]{0,40}PRIVATE KEY-----|[^-]{0,20000})/g,
  ),
  patternRule(
    'secret',
    { signs: ['webToken'] },
    new RegExp(`${begins}eyJ[\\w-]{8,4096}\\.[\\w-]{8,8192}(?:\\.[\\w-]{0,4096})?`, 'g'),
  ),
  patternRule(
    'secret',
    { signs: ['key'] },
    new RegExp(
      `${begins}(?:(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|lf|svcacct)[-_][\\w-]{12,300}|(?:sk|pk|rk)-[\\w-]{20,300}` +
        '|whsec_[\\w+/=-]{16,200}|gh[opsur]_\\w{20,255}|github_pat_\\w{20,255}|glpat-[\\w-]{16,100}|xox[abeprs]-[\\w-]{10,255}' +
        '|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\\w-]{30,60}|SG\\.[\\w-]{10,40}\\.[\\w-]{10,80}|shpat_\\w{20,80}|npm_\\w{20,80}' +
        '|hf_[A-Za-z0-9]{20,80}|ya29\\.[\\w-]{20,400}|dop_v1_\\w{20,100})',
      'g',
    ),
  ),
  patternRule(
    'secret',
    { signs: ['login'] },
    /(?<=(?<![A-Za-z0-9])(?:bearer|basic)[ \t]{1,8})[A-Za-z0-9_+/.~-]{12,4096}={0,2}/gi,
    (hit) => /\d|[+/=_~]|[a-z][A-Z]/.test(hit),
  ),
  patternRule(
    'secret',
    { signs: ['mail'], hint: like(/:\/\//) },
    /(?<=:\/\/[^\s/?#@:"'<>]{0,80}:)[^\s/?#@"'<>]{1,200}(?=@)/g,
  ),
  patternRule(
    'secret',
    { signs: ['setting'] },
    /(?<=(?:api[ _-]?key|secret[ _-]?key|client[ _-]?secret|access[ _-]?token|auth[ _-]?token|passw(?:or)?d|passwd|pwd)["']?(?: is)?\s{0,4}[:=]?\s{0,4}["']?)[^\s"',;&<>]{6,256}/gi,
    (hit, text, start) => isWritten(hit, text.slice(Math.max(0, start - 6), start)),
  ),
]

/** Finds ids as well, which look no different. */
export const randomRule: Rule = patternRule(
  'secret',
  { signs: ['longRun'] },
  /(?<![A-Za-z0-9+/_=.:-])[A-Za-z0-9+/_-]{24,256}={0,2}(?![A-Za-z0-9+/_=-])/g,
  isRandom,
)

/** After "password: " anything counts; where nothing sets it apart, only what is no word. */
function isWritten(hit: string, before: string): boolean {
  if (hit.startsWith('[')) return false
  return /[:=]\s{0,4}["']?$/.test(before) ? /[\d\W_]|[a-z][A-Z]/.test(hit) : /\d/.test(hit) && /[A-Za-z]/.test(hit)
}

const named = /^(?:call_|toolu_|chatcmpl-|msg_|resp_|run_|thread_|asst_|req_|cmpl-|gen-|fc_|rs_)/

/** Upper case, lower case and digits mixed, and close to as many different characters as chance gives. */
function isRandom(hit: string): boolean {
  if (named.test(hit) || !/[a-z]/.test(hit) || !/[A-Z]/.test(hit) || (hit.match(/\d/g)?.length ?? 0) < 3) return false
  if (/[A-Za-z]{12}/.test(hit) && hit.length < 40) return false
  const counts = new Map<string, number>()
  for (const character of hit) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const n of counts.values()) bits -= (n / hit.length) * Math.log2(n / hit.length)
  return bits >= 4.0
}
