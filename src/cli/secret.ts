/** One line that nobody is to see, and that is never an argument: those stand in histories and in lists of processes. */

/** Asks at a terminal, without showing what is typed; empty when the person breaks off. */
export async function asked(question: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts')
  const answer = await password({ message: question })
  return isCancel(answer) ? '' : answer
}

/** Without its line break. */
export async function firstLine(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of stdin) {
    text += decoder.decode(bytes, { stream: true })
    if (text.includes('\n')) break
  }
  return text.split('\n', 1)[0]?.replace(/\r$/, '') ?? ''
}
