import { expect, test } from 'vitest'
import { sampleIo } from './io.sample.ts'
import { loadProgress } from './load-progress.ts'

test('a load run says how long it will take once it knows, and then how far it is', () => {
  let ms = 0
  const drawn: string[] = []
  const io = sampleIo({ live: (lines) => drawn.push(...lines), now: () => new Date(ms) })
  const { onTrying, onTried, onProgress } = loadProgress(io, [10, 50])
  onTrying(5, 20)
  onTried(4200, [60_000, 90_000])
  onProgress(10, 0, 120)
  ms = 20_000
  onProgress(10, 40, 120)
  ms = 70_000
  onProgress(10, 119, 120)
  onProgress(50, 0, 200)
  expect(io.text()).toBe(
    '!   a conversation takes 5 s: about 1 min 0 s at 10, 1 min 30 s at 50, 2 min 30 s in all; longer where the agent slows down',
  )
  expect(drawn).toMatchInlineSnapshot(`
    [
      "  ██████░░░░░░░░░░░░░░░░░░ 5 of 20 conversations, to learn how long one takes",
      "  ░░░░░░░░░░░░░░░░░░░░░░░░ 10 at once: 0 of at most 120 conversations, about 2 min 30 s left",
      "  ████████░░░░░░░░░░░░░░░░ 10 at once: 40 of at most 120 conversations, about 2 min 10 s left",
      "  ███████████████████████░ 10 at once: 119 of at most 120 conversations, about 1 min 30 s left",
      "  ░░░░░░░░░░░░░░░░░░░░░░░░ 50 at once: 0 of at most 200 conversations, about 1 min 30 s left",
    ]
  `)
})
