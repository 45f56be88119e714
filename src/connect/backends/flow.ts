/**
 * A body on its way: it can be iterated like any other, or poured, which costs no promise for each piece.
 *
 * Nothing is lost or doubled when its reader comes late or goes early, and no more than a little is held: whoever
 * fills it is told to pause.
 */

/** Where the pieces come from. */
export interface Spring {
  pause(): void
  resume(): void
  /** Nobody wants the rest. Called at most once, and not after the end. */
  cancel(): void
}

export interface FlowSink {
  data(piece: Buffer): void
  end(): void
  failed(error: Error): void
}

/** Held before the spring is told to pause, in bytes. */
const mostHeld = 65_536

export class Flow implements AsyncIterable<Uint8Array> {
  private readonly spring: Spring
  private held: Buffer[] = []
  private heldBytes = 0
  private isOver = false
  private isPaused = false
  private failure: Error | undefined
  private sink: FlowSink | undefined
  private watcher: ((piece: Buffer) => void) | undefined

  constructor(spring: Spring) {
    this.spring = spring
  }

  push(piece: Buffer): void {
    if (this.isOver) return
    this.watcher?.(piece)
    if (this.sink !== undefined && !this.isPaused) {
      this.sink.data(piece)
      return
    }
    this.held.push(piece)
    this.heldBytes += piece.length
    if (this.heldBytes > mostHeld) this.spring.pause()
  }

  end(): void {
    this.isOver = true
    if (!this.isPaused) this.sink?.end()
  }

  fail(error: Error): void {
    if (this.isOver) return
    this.isOver = true
    this.failure = error
    if (!this.isPaused) this.sink?.failed(error)
  }

  /** Sees each piece as it comes, read or not, from the first. Before anything is poured. */
  watch(watcher: (piece: Buffer) => void): void {
    this.watcher = watcher
    for (const piece of this.held) watcher(piece)
  }

  /** The whole of it, where all of it is there already and none has been read. Takes it. */
  takeWhole(): Buffer | undefined {
    if (!this.isOver || this.failure !== undefined || this.sink !== undefined) return undefined
    const [only] = this.held
    return this.held.length === 1 ? only : Buffer.concat(this.held)
  }

  pour(sink: FlowSink): void {
    this.sink = sink
    this.isPaused = true
    this.resume()
  }

  /** Whoever it is poured into can take no more for now. */
  pause(): void {
    this.isPaused = true
    if (!this.isOver) this.spring.pause()
  }

  resume(): void {
    if (!this.isPaused) return
    this.isPaused = false
    while (this.held.length > 0 && !this.isPaused) {
      const piece = this.held.shift() as Buffer
      this.heldBytes -= piece.length
      this.sink?.data(piece)
    }
    if (this.isPaused) return
    if (!this.isOver) this.spring.resume()
    else if (this.failure === undefined) this.sink?.end()
    else this.sink?.failed(this.failure)
  }

  /** The rest is not wanted. Whoever waits for it is told so. */
  cancel(): void {
    if (this.isOver) return
    this.held = []
    this.fail(new Error('The rest of the body was not wanted.'))
    this.spring.cancel()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    let waiting: { done(result: IteratorResult<Uint8Array>): void; failed(error: Error): void } | undefined
    const ready: Buffer[] = []
    let isOver = false
    let failure: Error | undefined
    const over = (error?: Error) => {
      isOver = true
      failure = error
      if (error === undefined) waiting?.done({ done: true, value: undefined })
      else waiting?.failed(error)
    }
    let isPouring = false
    const sink: FlowSink = {
      data: (piece) => {
        if (waiting === undefined) ready.push(piece)
        else waiting.done({ done: false, value: piece })
        waiting = undefined
        this.pause()
      },
      end: () => over(),
      failed: over,
    }
    const next = (done: (result: IteratorResult<Uint8Array>) => void, failed: (error: Error) => void) => {
      const piece = ready.shift()
      if (piece !== undefined) return done({ done: false, value: piece })
      if (failure !== undefined) return failed(failure)
      if (isOver) return done({ done: true, value: undefined })
      waiting = { done, failed }
      if (isPouring) return this.resume()
      isPouring = true
      this.pour(sink)
    }
    return {
      next: () => new Promise(next),
      return: async () => {
        this.cancel()
        return { done: true, value: undefined }
      },
    }
  }
}
