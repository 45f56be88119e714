/**
 * The example's receptionist as its makers would mend it after reading what it broke: a copy of its folder with these
 * changes and no others. Each says what it mends; one that no longer finds its place stops the bench.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface Mend {
  readonly file: string
  readonly from: string
  readonly to: string
}

/** It gives up on a slow backend before the customer does, and asks once more where it was told to wait. */
const patience: readonly Mend[] = [
  { file: 'tools.mjs', from: 'const timeoutMs = 5000', to: 'const timeoutMs = 2000' },
  {
    file: 'tools.mjs',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a line of the receptionist
    from: '    const answer = await ask(method, `${backend}/offices/${encodeURIComponent(office)}${path}`, body)\n',
    to: `    const url = \`\${backend}/offices/\${encodeURIComponent(office)}\${path}\`
    let answer = await ask(method, url, body)
    if (answer.status === 429) {
      await new Promise((done) => setTimeout(done, 2100))
      answer = await ask(method, url, body)
    }
`,
  },
  { file: 'patients.mjs', from: 'if (!ok && status === 0) return unreachable', to: 'if (!ok) return unreachable' },
]

/** A write without a reply may have been carried out: it says so, and leaves the rest to people. */
const honesty: readonly Mend[] = [
  ...['book.mjs', 'appointments.mjs'].map((name) => ({
    file: `tasks/${name}`,
    from: 'if (!answer.ok) return refused(task, answer)',
    to: 'if (answer.status === 0) return unclear(session)\n  if (!answer.ok) return refused(task, answer)',
  })),
  {
    file: 'tasks/appointments.mjs',
    from: "if (!answer.ok) return unreachable\n  return { say: `I've cancelled",
    to: "if (answer.status === 0) return unclear(session)\n  if (!answer.ok) return unreachable\n  return { say: `I've cancelled",
  },
  { file: 'tasks/appointments.mjs', from: 'cancelConfirmed(_session,', to: 'cancelConfirmed(session,' },
  { file: 'tasks/appointments.mjs', from: 'rescheduleConfirmed(_session,', to: 'rescheduleConfirmed(session,' },
  ...['book.mjs', 'appointments.mjs'].map((name) => ({
    file: `tasks/${name}`,
    from: "import { unreachable } from '../session.mjs'",
    to: "import { unclear, unreachable } from '../session.mjs'",
  })),
  {
    file: 'session.mjs',
    from: '/** @type {Reply} */\nexport const unreachable',
    to: `/** @returns {Reply} */
export function unclear(session) {
  session.unclear = true
  return {
    say: "I'm not sure whether that went through. Our staff will look it up and tell you. I'm handing you over to them now.",
    done: true,
    handoff: 'It is not known whether a change went through.',
  }
}

/** @type {Reply} */
export const unreachable`,
  },
  {
    file: 'receptionist.mjs',
    from: "  if (heard.intent === 'emergency') return emergency\n",
    to: `  if (heard.intent === 'emergency') return emergency
  if (session.unclear) return { say: 'Our staff is looking into it and will tell you.' }
  if (heard.intent === 'human') return aPerson
`,
  },
]

/** It knows patients by their number where only one has it, takes a start by any name, and does not repeat itself. */
const care: readonly Mend[] = [
  {
    file: 'patients.mjs',
    from: '    ? value.patients.find((/** @type {any} */ patient) => sameName(patient.name.toLowerCase(), name))',
    to: `    ? (value.patients.find((/** @type {any} */ patient) => sameName(patient.name.toLowerCase(), name)) ??
      (value.patients.length === 1 ? value.patients[0] : undefined))`,
  },
  {
    file: 'tasks/slots.mjs',
    from: 'slots: value.slots }',
    to: 'slots: value.slots.map((slot) => ({ ...slot, start: slot.start ?? slot.startTime })) }',
  },
  {
    file: 'receptionist.mjs',
    from: '    session.asked = reply.ask\n',
    to: `    session.asked = reply.ask
    const isAgain = reply.say === session.said
    session.said = reply.say
    const say = isAgain ? \`Sorry, once more: \${reply.say}\` : reply.say
`,
  },
  { file: 'receptionist.mjs', from: 'messages: [reply.say],', to: 'messages: [say],' },
]

/** What must not be missed is heard by its words, and what must not be guessed is not guessed. */
const hearing: readonly Mend[] = [
  {
    file: 'understanding.mjs',
    from: 'const { intent, score, entities } = await classify(text)',
    to: `const { intent: guessed, score: certain, entities } = await classify(text)
    const intent = meant(text, guessed)
    const score = intent === guessed && !urgent.test(text) && !person.test(text) ? certain : 1`,
  },
  {
    file: 'understanding.mjs',
    from: '/** A greeting before a request',
    to: `const urgent = /swell|hardly breathe|trouble breathing|bleed|knocked out/i
const somebody = '(?:person|human|someone|somebody|staff|team)'
const asking = '(?:talk|speak|connect|get|reach|transfer)'
const person = new RegExp(\`\\\\b\${asking}\\\\b.*\\\\b\${somebody}\\\\b|\\\\b\${somebody}\\\\b.*\\\\b\${asking}\\\\b|\\\\b(?:real|a) (?:person|human)\\\\b|\\\\b(?:connect|transfer) me\\\\b\`, 'i')
const booking = /\\b(?:book|schedule)\\b/i
const price = /how much|price|cost/i
const takes = {
  cancel: /cancel|call (?:it )?off|can.?t (?:make|come)|won.?t (?:make|come)|not coming|don.?t need/i,
  message: /message|tell|know|call me|back/i,
  balance: /owe|balance|bill|pay|paid/i,
}
const yes = /\\b(?:yes|yeah|yep|sure|ok|okay|correct|right|exactly|go ahead|do|book it|confirm|good|perfect|works?|take)\\b/i

/** @param {string} text @param {string} guessed */
function meant(text, guessed) {
  if (urgent.test(text)) return 'emergency'
  if (person.test(text)) return 'human'
  if (guessed === 'complaint' && booking.test(text)) return 'book'
  if (takes[guessed]?.test(text) === false) return price.test(text) ? 'price' : 'None'
  return ['emergency', 'human'].includes(guessed) || (guessed === 'affirm' && !yes.test(text)) ? 'None' : guessed
}

/** A greeting before a request`,
  },
]

export function mendedReceptionist(): { readonly project: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-mended-'))
  cpSync('examples/harbor-dental', folder, { recursive: true, filter: (path) => !path.includes('.fieldproof') })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  for (const { file, from, to } of [...patience, ...honesty, ...care, ...hearing]) {
    const path = join(folder, 'agent', file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} has no "${from}" any more`)
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
  }
  return { project: join(folder, 'fieldproof.yaml'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
