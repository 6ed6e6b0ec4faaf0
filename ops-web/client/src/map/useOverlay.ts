import { shallowRef, type Ref } from 'vue'
import type { Card, Pulse } from '@/wire/board'
import { levelOf } from '@/places/areaCode'
import type { Geometry } from '@/places/geometry'
import { mercatorX, mercatorY } from '@/places/mercator'
import { countedLabels, plainLabels, type LabelWords } from './areaLabels'
import { placeLabels, type Label, type PlacedLabel } from './labels'
import type { Ripple } from './MapPulses.vue'
import { marksOf, plateMarks, radiusOf, spotOf, type Mark } from './marks'
import { clearCanvas, fontOf, paintCorners, paintLabels, paintMarks } from './paint'
import { placePlates, type PlatePlace, type PlateWish } from './plateLayout'
import type { Palette } from './palette'
import type { Scene } from './scene'
import { screenX, screenY, type Rect, type View } from './view'

/** More plates than this hide the map they explain. */
const WALL_PLATES_MAX = 8
const RIPPLES_MAX = 50
/** Names cannot step aside from everything; in a flood only from so many. */
const SHY_MAX = 40
/** Half the width of the corners around a building in focus. */
const FOCUS_METRES = 18

export interface OverlayOptions {
  still: Readonly<Ref<HTMLCanvasElement | null>>
  blinking: Readonly<Ref<HTMLCanvasElement | null>>
  palette: () => Palette
  unit: () => number
  mode: () => 'operator' | 'wall'
  focus: () => string
  selected: () => string | null
  words: () => LabelWords
  /** The two lines of a plate; measured here, shown by MapPlates. */
  plateText: (card: Card) => { head: string; state: string }
  /** Other panels over the map, in the map's own pixels. */
  closed: () => readonly Rect[]
}

export interface PlacedPlate { mark: Mark; place: PlatePlace }

/** Everything drawn over the map in its own pixels: names, cases, plates, ripples. Drawn in the same frame as the map moves. */
export function useOverlay(options: OverlayOptions) {
  const view = shallowRef<View | null>(null)
  const marks = shallowRef<readonly Mark[]>([])
  const plates = shallowRef<readonly PlacedPlate[]>([])
  const ripples = shallowRef<readonly Ripple[]>([])
  const rippleAt = new Map<number, readonly [number, number]>()
  const shown = new WeakSet<Pulse>()
  let labels: readonly Label[] = []
  /** Names without counts are thousands and change seldom. */
  let plain: readonly Label[] = []
  let plainFor: { geometry?: Geometry; palette?: Palette; key?: string } = {}
  let placed: readonly PlacedLabel[] = []
  let slots: ReadonlyMap<string, number> = new Map()
  let keys = 0
  const widths = new Map<string, number>()

  function measure(text: string, size: number, bold: boolean): number {
    const context = options.still.value?.getContext('2d')
    if (!context) return text.length * size
    const key = `${bold ? 'b' : ''}${size} ${text}`
    let width = widths.get(key)
    if (width === undefined) {
      if (widths.size > 5000) widths.clear()
      context.font = fontOf(size, bold, options.palette().font)
      widths.set(key, (width = context.measureText(text).width))
    }
    return width
  }

  function relabel(scene: Scene) {
    const words = options.words()
    const [palette, unit, focus] = [options.palette(), options.unit(), options.focus()]
    const { geometry, sums } = scene
    if (plainFor.geometry !== geometry || plainFor.palette !== palette || plainFor.key !== `${focus} ${words.language} ${unit}`) {
      plain = plainLabels(geometry, focus, words.language, palette, unit)
      plainFor = { geometry, palette, key: `${focus} ${words.language} ${unit}` }
    }
    labels = [...countedLabels(geometry, sums, focus, words, palette, unit), ...plain].sort((a, b) => b.weight - a.weight)
  }

  function remark(scene: Scene, cards: ReadonlyMap<string, Card>) {
    marks.value = marksOf(cards, (area) => scene.locate(area))
  }

  /** Draws one picture for where the camera is now. */
  function draw(scene: Scene) {
    const { still, blinking } = options
    if (!still.value || !blinking.value) return
    const now = scene.view
    const ratio = scene.map.getPixelRatio()
    const below = clearCanvas(still.value, now.width, now.height, ratio)
    const above = clearCanvas(blinking.value, now.width, now.height, ratio)
    if (!below || !above) return
    view.value = now
    const severe = severeRects(now)
    const closed = options.closed()
    placed = placeLabels(labels, now, measure, severe, closed)
    const picture = { marks: marks.value, view: now, unit: options.unit(), palette: options.palette(), selected: options.selected() }
    paintMarks(below, above, picture, true)
    paintLabels(below, placed, options.palette())
    const focus = options.focus()
    const building = levelOf(focus) === 'building' ? scene.locate(focus) : null
    if (building) paintCorners(below, screenX(now, building[0]), screenY(now, building[1]), FOCUS_METRES * scene.pixelsPerMetre, options.palette())
    paintMarks(below, above, picture, false)
    plates.value = platesFor(now, severe, closed)
    if (rippleAt.size > 0) moveRipples(now)
  }

  function platesFor(now: View, severe: readonly Rect[], closed: readonly Rect[]): PlacedPlate[] {
    const unit = options.unit()
    const wall = options.mode() === 'wall'
    const told = wall ? plateMarks(marks.value, WALL_PLATES_MAX) : marks.value.filter((mark) => mark.caseId === options.selected())
    if (told.length === 0) return []
    const wishes = told.map((mark) => wishFor(mark, now, unit, wall)).filter((wish) => wish.x >= 0 && wish.y >= 0 && wish.x <= now.width && wish.y <= now.height)
    const places = placePlates(wishes, {
      bounds: { x: 4, y: 4, w: now.width - 8, h: now.height - 8 },
      closed, shy: [...placed.filter((one) => one.label.weight >= 500).map((one) => one.rect), ...severe], before: slots, unit,
    })
    slots = new Map([...places].map(([id, place]) => [id, place.slot]))
    return told.flatMap((mark) => {
      const place = places.get(mark.caseId)
      return place ? [{ mark, place }] : []
    })
  }

  /** The most urgent cases: names and plates keep clear of them. */
  function severeRects(now: View): Rect[] {
    return marks.value.slice(-SHY_MAX).filter((mark) => !mark.quiet).map((mark) => {
      const [x, y] = spotOf(mark, now, options.unit())
      const radius = radiusOf(mark, now.zoom, options.unit())
      return { x: x - radius, y: y - radius, w: 2 * radius, h: 2 * radius }
    })
  }

  function wishFor(mark: Mark, now: View, unit: number, wall: boolean): PlateWish {
    const [x, y] = spotOf(mark, now, unit)
    const text = options.plateText(mark.card)
    const size = (wall ? 15 : 17) * unit
    const still = (state: string) => state.replace(/\d/g, '0') // as wide with any digits: a ticking clock must not move the plate
    const w = Math.max(measure(text.head, size, true), measure(still(text.state), size, true)) + (wall ? 20 : 28) * unit
    return { id: mark.caseId, x, y, w: Math.ceil(w), h: Math.ceil(size * 2.56 + 7 * unit), radius: radiusOf(mark, now.zoom, unit) * (wall ? 1.1 : 1.9) }
  }

  /** Starts a ripple for every pulse not seen before. */
  function ripple(scene: Scene, pulses: readonly Pulse[]) {
    const fresh = pulses.filter((pulse) => !shown.has(pulse))
    for (const pulse of fresh) shown.add(pulse)
    if (document.hidden || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
    for (const pulse of fresh.slice(0, RIPPLES_MAX - rippleAt.size)) {
      const at = scene.locate(pulse.area)
      if (at) rippleAt.set(++keys, at)
    }
    moveRipples(scene.view)
  }

  function moveRipples(now: View) {
    ripples.value = [...rippleAt].map(([key, [x, y]]) => ({ key, x: screenX(now, x), y: screenY(now, y) }))
  }

  function rippleGone(key: number) {
    rippleAt.delete(key)
    ripples.value = ripples.value.filter((one) => one.key !== key)
  }

  /** Where a position in degrees is on screen, for the pin of a picked position. */
  const spot = ([lon, lat]: readonly [number, number]): [number, number] | null =>
    view.value && [screenX(view.value, mercatorX(lon)), screenY(view.value, mercatorY(lat))]

  return { view, marks, plates, ripples, relabel, remark, draw, ripple, rippleGone, spot }
}
