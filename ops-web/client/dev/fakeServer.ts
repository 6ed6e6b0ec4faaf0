/** Answers the API and the hub from invented cases: `GRIDACTORS_FAKE=1 npm run dev`. Never part of the build. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import type { Card } from '../src/wire/board'
import { fakeField } from './fakeField.ts'
import { communities, counterOf, draws, escalationOf, instant, newCard, streets, tileOf } from './fakeDistrict.ts'

const chance = draws(11)
const Rate = 10
const begun = Date.now()
const now = () => begun + (Date.now() - begun) * Rate
const cards = new Map<string, Card>()
for (let n = 0; n < 412; n++) { const card = newCard(now(), false, n); cards.set(card.caseId, card) }
const firstEscalations = [...cards.values()].filter((card) => card.severity !== 'blue' && card.ladder.length > 1).slice(0, 40).map(escalationOf)

const field = fakeField(now, Rate)

const streams = new Set<{ send: (target: string, body: object) => void }>()
let made = 500

function step() {
  const changed: Card[] = []
  const gone: { caseId: string; outcome: string; at: string; area: string }[] = []
  const all = [...cards.values()]
  const dice = chance.next()
  if (dice < 0.4) changed.push(newCard(now(), true, made++))
  else if (dice < 0.7) {
    const card = chance.of(all)
    changed.push({ ...card, state: 'inHand', version: card.version + 1, changedAt: instant(now()), due: { kind: 'settle', at: instant(now() + 7.2e6), then: 'street' }, alarmingSince: null,
      by: { role: 'worker', responder: 'worker-1', desk: null, at: instant(now()) } })
  } else { const card = chance.of(all.filter((card) => card.severity === 'blue')); cards.delete(card.caseId); gone.push({ caseId: card.caseId, outcome: 'settled', at: instant(now()), area: card.area }) }
  publish(changed, gone)
}

function publish(changed: Card[], gone: object[] = []) {
  for (const card of changed) cards.set(card.caseId, card)
  const areas = [...new Set([...changed.map((card) => card.area), ...gone.map((g) => (g as { area: string }).area)])]
  for (const stream of streams) {
    stream.send('Changes', {
      cursor: `c${made}`, now: instant(now()), tail: false, clock: null, cards: changed, gone, tiles: areas.map((area) => tileOf(area, cards.values())),
      counters: streets.filter((street) => areas.some((area) => area.startsWith(street.code))).map((street) => counterOf(street.code, cards.values())),
      escalations: changed.filter((card) => card.severity === 'red' || card.ladder.length > 1).map(escalationOf), pulses: [], entries: 1,
    })
  }
}
const wait = ['/hubs/', '/api/']

function hub(request: IncomingMessage, response: ServerResponse, body: string, pending: Map<string, (body: string) => void>) {
  const url = new URL(request.url ?? '/', 'http://x')
  if (url.pathname.endsWith('/negotiate')) {
    const id = String(Math.floor(chance.next() * 1e9))
    return json(response, 200, { connectionId: id, connectionToken: id, negotiateVersion: 1, availableTransports: [{ transport: 'ServerSentEvents', transferFormats: ['Text'] }] })
  }
  const id = url.searchParams.get('id') ?? ''
  if (request.method === 'POST') { pending.get(id)?.(body); return json(response, 200, {}) }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const raw = (text: string) => response.write(`data: ${text}\u001e\r\n\r\n`)
  response.write(':\r\n\r\n')
  let watch = 0
  let n = 0
  const stream = { send: (target: string, push: object) => { if (watch) raw(JSON.stringify({ type: 1, target, arguments: [{ watch, n: n++, ...push }] })) } }
  pending.set(id, (text) => {
    for (const part of text.split('\u001e').filter(Boolean)) {
      const message = JSON.parse(part) as { protocol?: string; target?: string; invocationId?: string; arguments?: string[] }
      if (message.protocol) raw('{}')
      if (message.target !== 'Watch' && message.target !== 'Inbox') continue
      watch++
      n = 0
      raw(JSON.stringify({ type: 3, invocationId: message.invocationId, result: watch }))
      if (message.target === 'Inbox') { response.on('close', field.follow(message.arguments?.[1] ?? '', stream)); continue }
      const areas = [...new Set([...cards.values()].map((card) => card.area))]
      stream.send('Snapshot', {
        realm: message.arguments?.[0], instance: 'demo-0001', kind: message.arguments?.[0], epoch: 'e1', cursor: `c${made}`, area: 'district', registry: 'fake', now: instant(now()),
        clock: { rate: Rate, paused: false }, cards: [...cards.values()], cardsLeftOut: 0, tiles: areas.map((area) => tileOf(area, cards.values())),
        counters: [...streets.map((street) => counterOf(street.code, cards.values())), counterOf('440306400', []), counterOf('district-unlocated', [])], escalations: firstEscalations,
      })
    }
  })
  if (url.pathname.endsWith('/board')) streams.add(stream)
  const beat = setInterval(() => stream.send('Heartbeat', { now: instant(now()), cursor: `c${made}` }), 2000)
  response.on('close', () => { clearInterval(beat); streams.delete(stream); pending.delete(id) })
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' })
  response.end(JSON.stringify(body))
}

function api(request: IncomingMessage, response: ServerResponse, body: string) {
  const url = new URL(request.url ?? '/', 'http://x')
  const path = url.pathname
  const clock = { rate: Rate, paused: false }
  const registry = { hash: 'fake', synthetic: true }
  const demo = { name: 'demo', instance: 'demo-0001', kind: 'demo', empty: false, now: instant(now()), clock, roster: true, registry, openCases: cards.size }
  const features = (places: readonly { code: string; zh: string; en: string; center: readonly number[] }[]) =>
    ({ type: 'FeatureCollection', features: places.map((place, id) => ({ type: 'Feature', id, properties: place, geometry: { type: 'Point', coordinates: place.center } })) })
  if (path === '/api/realms') return json(response, 200, [{ ...demo, name: 'live', instance: 'live', kind: 'live', empty: true, openCases: 0 }, demo])
  if (path.startsWith('/api/realms/demo')) return json(response, 200, demo)
  if (path.endsWith('/streets.json')) return json(response, 200, features(streets))
  if (path.endsWith('/communities.json')) return json(response, 200, features(communities))
  if (path === '/api/places') return json(response, 200, { hash: 'fake', synthetic: true, streets: 10, communities: 140, cells: 4866, buildings: 52000, bounds: [113.75, 22.5, 113.98, 22.85] })
  if (path === '/api/places/search') {
    const q = url.searchParams.get('q') ?? ''
    return json(response, 200, communities.filter((place) => (streets.find((street) => place.code.startsWith(street.code))?.zh + place.zh).includes(q.replaceAll(' ', ''))).slice(0, 6)
      .map((place, i) => ({ area: `${place.code}-00${i + 1}-0042`, level: 'building', zh: `${place.zh} 0042`, en: `${place.en} 0042`, address: `${place.zh} 虚构路 ${i + 1} 号`, center: place.center })))
  }
  if (path === '/api/reports') {
    const card = { ...newCard(now(), true, made++), severity: 'red' as const }
    publish([card])
    return json(response, 201, { caseId: card.caseId, receipt: 'DX7KD3WQNP5TH2MZB' })
  }
  if (path.startsWith('/api/track/')) return json(response, 200, { status: 'waiting', unit: 'community', area: '440306002', since: instant(now() - 9e5), due: instant(now() + 9e6), next: 'street', rights: ['withdraw', 'no-mediation', 'court'], canWithdraw: true })
  const answered = field.answer(request.method ?? 'GET', url, body)
  if (answered) return json(response, answered.status, answered.body)
  const [, , , caseId = '', command] = path.split('/')
  const card = cards.get(caseId)
  if (!card) return json(response, 404, { code: 'not-found', title: 'Not found' })
  if (!command) {
    return json(response, 200, {
      card, fields: ['text', 'name', 'phone'], masked: { name: '赵*', phone: '138****0000' }, duplicates: [], notes: [],
      timeline: [
        { version: 1, ordinal: 0, at: card.reportedAt, name: 'dispute-reported', by: { role: 'resident', responder: null, desk: null }, details: { category: card.category, severity: card.severity } },
        ...card.ladder.slice(1).map((rung, i) => ({ version: 2 + i, ordinal: 0, at: rung.toldAt, name: 'dispute-escalated', by: null, details: { from: card.ladder[i]?.tier, to: rung.tier, rule: card.why.rule, reason: 'unacknowledged' } })),
      ],
    })
  }
  if (command === 'reveal') return json(response, 200, { text: '一楼楼道有电动车飞线充电，插排冒烟，有焦味。', name: '赵示例', phone: '19900000000', notes: [] })
  if (command === 'acknowledge' && card.state === 'inHand') return json(response, 409, { code: 'already-acknowledged', by: '区-01', at: card.by?.at })
  const changed: Card = { ...card, version: card.version + 1, etag: `${card.version + 1}-x`, changedAt: instant(now()), state: command === 'acknowledge' ? 'inHand' : 'waiting',
    by: command === 'acknowledge' ? { role: 'desk', responder: null, desk: 'v', at: instant(now()) } : null, alarmingSince: null,
    due: { kind: command === 'acknowledge' ? 'settle' : 'acknowledge', at: instant(now() + 3.6e6), then: 'street' } }
  void body
  publish([changed])
  return json(response, 200, { caseId, version: changed.version, etag: changed.etag })
}

export function fakeService(): Plugin {
  return { name: 'gridactors-fake-service', configureServer: answerAll, configurePreviewServer: answerAll }
}

function answerAll(server: { middlewares: Connect.Server }) {
  const pending = new Map<string, (body: string) => void>()
  setInterval(step, 900).unref()
  setInterval(field.step, 20_000).unref()
  server.middlewares.use((request, response, next) => {
    if (!wait.some((path) => request.url?.startsWith(path))) { next(); return }
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    if (request.method === 'GET') { answer(); return }
    request.on('end', answer)
    function answer() {
      if (request.url?.startsWith('/hubs')) hub(request, response, body, pending)
      else api(request, response, body)
    }
  })
}
