/** What has to be known to write a project: how the agent is reached. */
const ownKinds = ['http', 'openai-chat', 'websocket', 'command', 'module'] as const
/** Agents that are reached as their provider reaches them, and started by the project. */
export const providerKinds = [
  'twilio',
  'whatsapp-cloud',
  'messenger',
  'instagram',
  'slack',
  'highlevel',
  'email',
] as const
export const agentKindsAsked = [...ownKinds, ...providerKinds] as const

export type ProviderKind = (typeof providerKinds)[number]
export type AskedKind = (typeof agentKindsAsked)[number]

export interface Answers {
  /** The project's name. */
  readonly name: string
  readonly kind: AskedKind
  /** Address, for http, openai-chat and websocket; of the webhook, or its path, for providers. */
  readonly url?: string
  /** Where the reply stands in an answer: a selector. */
  readonly reply?: string
  /** Model, for openai-chat. */
  readonly model?: string
  /** Program and arguments, for command; for providers that which is the agent. */
  readonly command?: string
  /** The module, for module; absent for the sample agent, which is written too. */
  readonly file?: string
  /** Nothing is known of an agent of one's own, so that one is written. */
  readonly sample?: true
}

const program: Question = {
  key: 'command',
  message: 'Which program is your agent? Leave it empty to have a sample written.',
  usual: '',
}
const behind = (path: string): readonly Question[] => [
  program,
  { key: 'url', message: 'Where is its webhook: which path, or which address on this machine?', usual: path },
]

/** What is asked of each kind, with an answer that works for most. */
export const questionsOf: Readonly<Record<AskedKind, readonly Question[]>> = {
  http: [
    { key: 'url', message: 'Where are messages sent?', usual: 'http://127.0.0.1:8080/chat' },
    { key: 'reply', message: 'Where does the reply stand in the JSON that comes back?', usual: '$.reply' },
  ],
  'openai-chat': [
    { key: 'url', message: 'What is the address before /chat/completions?', usual: 'http://127.0.0.1:11434/v1' },
    { key: 'model', message: 'Which model?', usual: 'llama3.2' },
  ],
  websocket: [
    { key: 'url', message: 'What is the address of the socket?', usual: 'ws://127.0.0.1:8080/chat' },
    { key: 'reply', message: 'Where does the reply stand in a message that comes back?', usual: '$.reply' },
  ],
  command: [
    { key: 'command', message: 'Which program answers lines of JSON?', usual: 'node agent.mjs' },
    { key: 'reply', message: 'Where does the reply stand in a line that it writes?', usual: '$.reply' },
  ],
  module: [],
  twilio: behind('/sms'),
  'whatsapp-cloud': behind('/webhook'),
  messenger: behind('/webhook'),
  instagram: behind('/webhook'),
  slack: behind('/slack/events'),
  highlevel: behind('/highlevel'),
  email: [program],
}

export interface Question {
  readonly key: 'url' | 'reply' | 'model' | 'command'
  readonly message: string
  /** Empty where it may stay open. */
  readonly usual: string
}

export const kindWords: Readonly<Record<AskedKind, string>> = {
  http: 'over HTTP',
  'openai-chat': 'as chat completions (OpenAI-compatible)',
  websocket: 'over a websocket',
  command: 'as a program that reads and writes lines of JSON',
  module: 'as a JavaScript function; a sample is written',
  twilio: 'SMS or WhatsApp by Twilio: the bot runs as it is',
  'whatsapp-cloud': "WhatsApp by Meta's Cloud API: the bot runs as it is",
  messenger: 'Messenger: the bot runs as it is',
  instagram: 'Instagram: the bot runs as it is',
  slack: 'Slack: the bot runs as it is',
  highlevel: 'HighLevel: the bot runs as it is',
  email: 'by mail: the bot runs as it is',
}

export function isProvider(kind: AskedKind): kind is ProviderKind {
  return (providerKinds as readonly string[]).includes(kind)
}

/** The answers with what was left open filled in as is usual. @param isThere whether the folder has such a file */
export function withUsual(answers: Answers, isThere: (path: string) => boolean): Answers {
  const { kind, command, file } = answers
  const usual = Object.fromEntries(questionsOf[kind].map(({ key, usual: text }) => [key, text]))
  const all = { ...usual, ...answers }
  if (kind === 'module') return { ...all, ...(file === undefined && { sample: true }) }
  if (!isProvider(kind) || (command ?? '') !== '') return all
  return { ...all, command: `node ${botFile}`, ...(!isThere(botFile) && { sample: true }) }
}

/** The sample of a bot. */
export const botFile = 'bot.mjs'
