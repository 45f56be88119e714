/** What has to be known to write a project: how the agent is reached. */
export const agentKindsAsked = ['http', 'openai-chat', 'websocket', 'command', 'module'] as const
export type AskedKind = (typeof agentKindsAsked)[number]

export interface Answers {
  /** The project's name. */
  readonly name: string
  readonly kind: AskedKind
  /** Address, for http, openai-chat and websocket. */
  readonly url?: string
  /** Where the reply stands in an answer: a selector. */
  readonly reply?: string
  /** Model, for openai-chat. */
  readonly model?: string
  /** Program and arguments, for command. */
  readonly command?: string
  /** The module, for module; absent for the sample agent, which is written too. */
  readonly file?: string
}

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
}

export interface Question {
  readonly key: 'url' | 'reply' | 'model' | 'command'
  readonly message: string
  readonly usual: string
}

export const kindWords: Readonly<Record<AskedKind, string>> = {
  http: 'over HTTP',
  'openai-chat': 'as chat completions (OpenAI-compatible)',
  websocket: 'over a websocket',
  command: 'as a program that reads and writes lines of JSON',
  module: 'as a JavaScript function; a sample is written',
}

/** The answers with what was left open filled in as is usual. */
export function withUsual(answers: Answers): Answers {
  const usual = Object.fromEntries(questionsOf[answers.kind].map(({ key, usual: text }) => [key, text]))
  return { ...usual, ...answers }
}
