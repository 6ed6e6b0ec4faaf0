import { describe, expect, it } from 'vitest'
import type { Card } from '@/wire/board'
import { markAt, marksOf, plateMarks, spotOf } from './marks'
import { viewAt } from './view'

const card = (caseId: string, more: Partial<Card>): Card => ({
  caseId, version: 1, etag: '1', area: 'a', category: 'hazard', severity: 'blue', state: 'inHand', tier: 'cell', accepted: true, reportedAt: '', changedAt: '',
  due: { kind: 'settle', at: '2026-11-25T08:00:00.000000Z', then: null }, term: null, assigned: null, by: null, ladder: [],
  why: { reason: 'reported', rule: null, ruleVersion: null, facts: {} }, task: null, told: [], alarmingSince: null, alarmEverySeconds: 300, notes: 0, ...more,
})
const board = (...cards: Card[]) => new Map(cards.map((one) => [one.caseId, one]))
const everywhere = () => [0.5, 0.5] as const
const missed = [{ tier: 'cell', toldAt: '', dueAt: null, outcome: 'missed' }] as const

describe('cases on the map', () => {
  it('lie over each other by urgency: an unacknowledged red one is on top', () => {
    const marks = marksOf(board(
      card('1', { severity: 'red', state: 'waiting' }), card('2', { severity: 'blue' }), card('3', { severity: 'orange', state: 'waiting' }), card('4', { severity: 'red' }),
    ), everywhere)
    expect(marks.map((mark) => mark.caseId)).toEqual(['2', '3', '4', '1'])
  })

  it('are grey only while yellow or blue and on time', () => {
    const quiet = marksOf(board(
      card('on time', { severity: 'yellow' }), card('late', { severity: 'yellow', state: 'waiting', ladder: missed }), card('in hand again', { severity: 'yellow', ladder: missed }), card('alarms', { severity: 'blue', alarmingSince: '2026-11-25T08:00:00Z' }), card('orange', { severity: 'orange' }),
    ), everywhere).filter((mark) => mark.quiet)
    expect(quiet.map((mark) => mark.caseId)).toEqual(['in hand again', 'on time'])
  })

  it('without a place are not drawn anywhere', () => {
    expect(marksOf(board(card('1', { area: '440306018-unlocated' })), (area) => (area.endsWith('unlocated') ? null : [0.5, 0.5]))).toEqual([])
  })

  it('at one place are fanned out around the most urgent', () => {
    const marks = marksOf(board(card('1', {}), card('2', {}), card('3', { severity: 'red' })), everywhere)
    const view = viewAt(0.5, 0.5, 12, 0, 800, 600)
    expect(spotOf(marks.at(-1)!, view, 1)).toEqual([400, 300])
    const spots = marks.map((mark) => spotOf(mark, view, 1).map(Math.round).join())
    expect(new Set(spots).size).toBe(3)
  })

  it('answer a click that is a little beside them, and the topmost first', () => {
    const marks = marksOf(board(card('under', { severity: 'orange', area: 'x' }), card('over', { severity: 'red', area: 'y' })), everywhere)
    const view = viewAt(0.5, 0.5, 12, 0, 800, 600)
    expect(markAt(marks, view, 1, 412, 300)?.caseId).toBe('over')
    expect(markAt(marks, view, 1, 480, 300)).toBeNull()
  })

  it('get plates: all red ones and unacknowledged orange ones, the nearest deadline first', () => {
    const due = (at: string) => ({ due: { kind: 'acknowledge' as const, at, then: null } })
    const marks = marksOf(board(
      card('o later', { severity: 'orange', state: 'waiting', ...due('2026-11-25T09:00:00Z') }), card('o soon', { severity: 'orange', state: 'waiting', ...due('2026-11-25T08:00:00Z') }),
      card('o known', { severity: 'orange' }), card('r known', { severity: 'red' }), card('r alarms', { severity: 'red', state: 'waiting', due: null, alarmingSince: '2026-11-25T07:00:00Z' }), card('y', { severity: 'yellow', state: 'waiting' }),
    ), everywhere)
    expect(plateMarks(marks, 8).map((mark) => mark.caseId)).toEqual(['r alarms', 'r known', 'o soon', 'o later'])
    expect(plateMarks(marks, 2)).toHaveLength(2)
  })
})
