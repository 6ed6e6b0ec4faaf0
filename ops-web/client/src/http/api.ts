import { Problem } from './problem'

export interface Answer<T> { body: T; etag: string | null }

export interface Call {
  method?: 'GET' | 'POST'
  realm?: string
  /** A `Blob` is sent as it is, anything else as JSON. */
  body?: unknown
  idempotencyKey?: string
  ifMatch?: string | null
  signal?: AbortSignal
}

/** Calls the API; throws a `Problem` for every answer that is not 2xx and when the service cannot be reached. */
export async function call<T>(path: string, { method = 'GET', realm, body, idempotencyKey, ifMatch, signal }: Call = {}): Promise<Answer<T>> {
  const address = realm === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}realm=${encodeURIComponent(realm)}`
  const headers: Record<string, string> = {}
  const bytes = body instanceof Blob ? body : null
  if (body !== undefined) headers['Content-Type'] = bytes ? bytes.type : 'application/json'
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  if (ifMatch) headers['If-Match'] = `"${ifMatch.replaceAll('"', '')}"`
  let answer: Response
  try {
    answer = await fetch(address, { method, headers, body: body === undefined ? undefined : bytes ?? JSON.stringify(body), signal, cache: 'no-store' })
  } catch (fault) {
    if (signal?.aborted) throw fault
    throw Problem.unreachable()
  }
  if (!answer.ok) throw await Problem.of(answer)
  const text = await answer.text()
  return { body: (text === '' ? null : JSON.parse(text)) as T, etag: answer.headers.get('ETag') }
}

/** Minted once for each thing a person does and kept until it is answered. */
export const newKey = (): string => crypto.randomUUID()
