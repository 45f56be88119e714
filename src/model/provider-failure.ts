/**
 * What a provider's package threw, as a problem that says whose fault it is and whether asking again may help.
 *
 * The package's own error carries the whole request; it is left behind, so that a log never holds a transcript,
 * and the key is blacked out of whatever text a server chose to send back.
 */
import { z } from 'zod'
import { reasonOf } from '../problem.ts'
import { ModelProblem } from './model-problem.ts'

const apiFailure = z.object({
  message: z.string(),
  statusCode: z.number().optional(),
  isRetryable: z.boolean().default(false),
  responseHeaders: z.record(z.string(), z.string().optional()).optional(),
  responseBody: z.string().optional(),
})

export function askFailure(id: string, thrown: unknown, secret: string | undefined): ModelProblem {
  const read = apiFailure.safeParse(thrown)
  const failure = read.success ? read.data : { message: reasonOf(thrown), isRetryable: false }
  const said = oneLine(blackedOut(failure.message, secret))
  const { statusCode } = failure
  if (statusCode === undefined) return failure.isRetryable ? unreachable(id, said) : garbled(id, said)
  if (statusCode < 300) return failure.isRetryable ? cutOff(id) : garbled(id, said)
  const retryAfter = failure.responseHeaders?.['retry-after']
  return refusedByServer(id, statusCode, said, retryAfter)
}

export function timedOut(id: string, timeoutMs: number): ModelProblem {
  return new ModelProblem({
    code: 'model/timed-out',
    message: `Model "${id}" did not answer within ${timeoutMs} ms.`,
    hint: 'Raise "timeoutMs", ask fewer questions at once, or use a faster model.',
    retryable: true,
  })
}

function refusedByServer(id: string, status: number, said: string, retryAfter: string | undefined): ModelProblem {
  const waiting = retryAfter === undefined ? {} : { retryAfter }
  const message = `Model "${id}" answered HTTP ${status}: ${said}`
  if (status === 429) {
    const hint = 'Ask fewer questions at once, or raise the limit with the provider.'
    return new ModelProblem({ code: 'model/rate-limited', message, hint, retryable: true, ...waiting })
  }
  if (status >= 500 || status === 408 || status === 409) {
    const hint = 'The provider is failing. Try later, or use another model.'
    return new ModelProblem({ code: 'model/provider-failed', message, hint, retryable: true, ...waiting })
  }
  const hint =
    status === 401 || status === 403
      ? 'The key is wrong or may not use this model. Check the variable named by "apiKeyEnv".'
      : 'Check the model\'s name, "baseUrl", and that the question is not too long for it.'
  return new ModelProblem({ code: 'model/rejected', message, hint })
}

function unreachable(id: string, said: string): ModelProblem {
  return new ModelProblem({
    code: 'model/unreachable',
    message: `Model "${id}" could not be reached: ${said}`,
    hint: 'Check "baseUrl" and that the server is running.',
    retryable: true,
  })
}

function cutOff(id: string): ModelProblem {
  return new ModelProblem({
    code: 'model/unreachable',
    message: `Model "${id}" was cut off in the middle of its answer.`,
    hint: 'Ask again. When it keeps happening, look for a proxy that limits time or size.',
    retryable: true,
  })
}

function garbled(id: string, said: string): ModelProblem {
  return new ModelProblem({
    code: 'model/garbled',
    message: `Model "${id}" sent something that is not an answer in its protocol: ${said}`,
    hint: 'Check that "baseUrl" points at the model\'s API and not at a web page or another protocol.',
  })
}

function blackedOut(text: string, secret: string | undefined): string {
  return secret === undefined || secret.length < 4 ? text : text.replaceAll(secret, '***')
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
