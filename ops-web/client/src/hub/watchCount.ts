/** What to do with a push, judged by its watch number and its place in that watch. */
export type Verdict = 'apply' | 'ignore' | 'ask-again'

/**
 * Counts the pushes of one connection. A push of an ended watch is ignored, the first push (`n` = 0) of a newer watch starts it,
 * and any gap is answered by asking again: what was missed is never guessed.
 */
export class WatchCount {
  /** The watch being followed; pushes of this number and below are ignored once it has ended. */
  private watch = 0
  private ended = true
  private expected = 0

  judge(push: { watch: number; n: number }): Verdict {
    if (push.watch < this.watch || (push.watch === this.watch && this.ended)) return 'ignore'
    if (push.watch > this.watch) {
      this.watch = push.watch
      this.ended = false
      this.expected = 0
    }
    if (push.n !== this.expected) {
      this.ended = true
      return 'ask-again'
    }
    this.expected++
    return 'apply'
  }

  /** A new `Watch` was called: whatever still arrives from the one before is late. */
  asked(): void {
    this.ended = true
  }

  /** `Watch` answered its number; pushes of older watches are late even if none of the new one has arrived yet. */
  answered(watch: number): void {
    if (watch <= this.watch) return
    this.watch = watch
    this.ended = false
    this.expected = 0
  }
}
