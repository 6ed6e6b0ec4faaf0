import { shallowRef } from 'vue'
import type { MapMouseEvent } from 'maplibre-gl'
import type { LonLat } from '@/places/geometry'
import type { Card } from '@/wire/board'
import { drillTo, hoverArea, outOf } from './drill'
import type { Tip } from './MapTooltip.vue'
import { markAt, type Mark } from './marks'
import type { Scene } from './scene'

export interface PointerOptions {
  marks: () => readonly Mark[]
  unit: () => number
  focus: () => string
  picking: () => boolean
  areaTip: (area: string) => Pick<Tip, 'title' | 'lines'>
  caseTip: (card: Card) => Pick<Tip, 'title' | 'lines'>
  pickTip: (area: string | null) => Pick<Tip, 'title' | 'lines'>
  chosen: (caseId: string) => void
  drilled: (area: string) => void
  picked: (position: LonLat, area: string | null) => void
}

/** What pointing, clicking and Escape mean on the map: a case first, then the area one level down; or a position while picking. */
export function usePointer(options: PointerOptions) {
  const tip = shallowRef<Tip | null>(null)
  let frame: number | undefined

  function attach(scene: Scene) {
    const { map } = scene
    map.on('click', (event) => click(scene, event))
    map.on('mousemove', (event) => {
      if (frame !== undefined) cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => hover(scene, event))
    })
    map.on('mouseout', leave)
    map.on('movestart', leave)
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && options.focus() !== 'district') options.drilled(outOf(options.focus()))
      if (event.key === 'Enter') {
        const box = map.getContainer()
        go(scene, box.clientWidth / 2, box.clientHeight / 2)
      }
    })
  }

  function leave() {
    if (frame !== undefined) cancelAnimationFrame(frame)
    tip.value = null
  }

  function click(scene: Scene, { point }: MapMouseEvent) {
    if (options.picking()) {
      options.picked(scene.positionAt(point.x, point.y), scene.areaAt(point.x, point.y))
      return
    }
    const mark = markAt(options.marks(), scene.view, options.unit(), point.x, point.y)
    if (mark) options.chosen(mark.caseId)
    else go(scene, point.x, point.y)
  }

  function go(scene: Scene, x: number, y: number) {
    const area = drillTo(scene.areaAt(x, y), options.focus(), scene.view.zoom)
    if (area !== null) options.drilled(area)
  }

  function hover(scene: Scene, { point: { x, y } }: MapMouseEvent) {
    const canvas = scene.map.getCanvas()
    const mark = options.picking() ? null : markAt(options.marks(), scene.view, options.unit(), x, y)
    const hit = mark ? null : scene.areaAt(x, y)
    const area = options.picking() ? hit : hoverArea(hit, scene.view.zoom)
    canvas.style.cursor = options.picking() ? 'crosshair' : mark || area ? 'pointer' : ''
    if (mark) tip.value = { x, y, ...options.caseTip(mark.card) }
    else if (options.picking()) tip.value = { x, y, ...options.pickTip(hit) }
    else tip.value = area ? { x, y, ...options.areaTip(area) } : null
  }

  return { tip, attach, leave }
}
