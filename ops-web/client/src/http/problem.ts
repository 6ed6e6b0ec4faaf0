import type { Actor } from '@/wire/cases'

/** What the service answers when it does not do what was asked: `application/problem+json`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** A JSON pointer or header name, when one field is at fault. */
    readonly field: string | null = null,
    readonly detail: string | null = null,
    /** Who was first, and when, on a conflict. */
    readonly by: Actor | string | null = null,
    readonly at: string | null = null,
    /** Where the case is now, when it has moved on. */
    readonly tier: string | null = null,
  ) {
    super(`${status} ${code}`)
  }

  /** Worth sending again as it is: the service was not reached, or could not take it now. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }

  static unreachable(): Problem {
    return new Problem(0, 'unreachable')
  }

  static async of(answer: Response): Promise<Problem> {
    const body: unknown = await answer.json().catch(() => null)
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    const text = (name: string) => (typeof said[name] === 'string' ? said[name] : null)
    return new Problem(answer.status, text('code') ?? String(answer.status), text('field'), text('detail') ?? text('title'), who(said['by']), text('at'), text('tier'))
  }
}

/** `by` may be a name or `{ role, responder, desk }`. */
function who(by: unknown): Actor | string | null {
  return typeof by === 'string' || (typeof by === 'object' && by !== null) ? by : null
}
