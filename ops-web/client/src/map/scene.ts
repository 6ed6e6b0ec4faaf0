import { Map as GlMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { levelOf } from '@/places/areaCode'
import { nearestBuilding, type Buildings } from '@/places/buildings'
import { buildingRow, codeOfRow, type Bounds, type Geometry, type LonLat } from '@/places/geometry'
import { latOf, lonOf, mercatorX, mercatorY, unitsPerMetre } from '@/places/mercator'
import type { Tile } from '@/wire/board'
import { BuildingLayer } from './buildingLayer'
import type { Palette } from './palette'
import { outline, repaint, styleOf, zoomShift } from './style'
import { AreaSums } from './sums'
import { NORMAL, toneOf, type Tone } from './tones'
import { viewAt, worldX, worldY, type View } from './view'

setWorkerUrl(workerUrl)

const ZOOM_MIN = 8.5
const ZOOM_MAX = 18.5
const BUILDING_ZOOM = 17
const FIT_ZOOM_MAX = 16.5
/** Above this width of screen, device pixels are not doubled. */
const DENSE_SCREEN_WIDTH_MAX = 3000
/** From here a click or a hover can mean one building. */
export const BUILDINGS_TOLD_APART_FROM = 15.2
const BUILDING_REACH_METRES = 16
/** Kept free around an area in focus, in pixels at 1080 lines. */
export interface Margin { top: number; bottom: number; left: number; right: number }

/**
 * The map itself: geometry, the sums of open work and how areas look. It lives outside of Vue's reactivity; nothing here may be wrapped
 * in a proxy. One scene per registry.
 */
export class Scene {
  readonly map: GlMap
  readonly sums = new AreaSums()
  buildings: Buildings | null = null
  private layer: BuildingLayer | null = null
  private readonly looks = new Map<string, Tone>()
  private styled = false
  private focus = 'district'

  /** Throws when the browser has no WebGL 2. */
  constructor(container: HTMLElement, readonly geometry: Geometry, private palette: Palette, private unit: number, private readonly margin: Margin, title: string) {
    this.map = new GlMap({
      container,
      style: styleOf(geometry, palette, unit),
      bounds: geometry.bounds,
      fitBoundsOptions: { padding: scaled(margin, unit) },
      minZoom: ZOOM_MIN,
      maxZoom: ZOOM_MAX,
      fadeDuration: 0,
      renderWorldCopies: false,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      pixelRatio: pixelRatio(),
      locale: { 'Map.Title': title },
    })
    this.map.keyboard.disableRotation()
    this.map.touchZoomRotate.disableRotation()
    this.map.on('style.load', () => {
      this.styled = true
      this.showBuildings()
      for (const [area, tone] of this.looks) this.show(area, tone)
      outline(this.map, levelOf(this.focus), this.focus)
    })
  }

  get view(): View {
    const { lng, lat } = this.map.getCenter()
    const box = this.map.getContainer()
    return viewAt(mercatorX(lng), mercatorY(lat), this.map.getZoom(), zoomShift(this.unit), box.clientWidth, box.clientHeight)
  }

  /** CSS pixels per metre on the ground. */
  get pixelsPerMetre(): number {
    return unitsPerMetre(this.map.getCenter().lat) * this.view.scale
  }

  /** Adds the buildings once they are loaded; until then work in a building shows on its cell. */
  adoptBuildings(buildings: Buildings): void {
    this.buildings = buildings
    this.showBuildings()
  }

  private showBuildings(): void {
    if (!this.buildings || !this.styled || this.map.getLayer('buildings')) return
    this.layer = new BuildingLayer(this.buildings, this.palette)
    this.map.addLayer(this.layer, 'community-lines')
    for (const [area, tone] of this.looks) if (levelOf(area) === 'building') this.show(area, tone)
  }

  /** Takes over the leaf tiles and repaints only what looks different now. Answers whether any sum changed. */
  adoptTiles(tiles: ReadonlyMap<string, Tile>): boolean {
    const changed = this.sums.adopt(tiles)
    for (const area of changed) {
      const level = levelOf(area)
      if (level !== 'cell' && level !== 'building') continue
      const tone = toneOf(this.sums.of(area))
      if ((this.looks.get(area) ?? NORMAL) === tone) continue
      if (tone === NORMAL) this.looks.delete(area)
      else this.looks.set(area, tone)
      this.show(area, tone)
    }
    return changed.size > 0
  }

  private show(area: string, tone: Tone): void {
    if (!this.styled) return
    if (levelOf(area) === 'building') {
      if (!this.layer || !this.buildings) return
      const row = buildingRow(this.geometry, this.buildings, area)
      if (row >= 0) this.layer.set(row, tone)
      return
    }
    const place = this.geometry.places.get(area)
    if (!place) return
    const feature = { source: 'cells', id: place.id }
    if (tone === NORMAL) this.map.removeFeatureState(feature)
    else this.map.setFeatureState(feature, { tone })
  }

  recolour(palette: Palette, unit: number): void {
    this.palette = palette
    this.unit = unit
    if (this.styled) repaint(this.map, palette, unit)
    this.layer?.recolour(palette)
  }

  /** Moves the camera to an area at once: a long flight hides the very thing that is asked for. */
  jumpTo(area: string): void {
    this.focus = area
    const at = this.locate(area)
    if (levelOf(area) === 'building' && at) this.map.jumpTo({ center: [lonOf(at[0]), latOf(at[1])], zoom: BUILDING_ZOOM + zoomShift(this.unit) })
    else this.fit(this.boundsOf(area))
    if (this.styled) outline(this.map, levelOf(area), area)
  }

  /** Brings a point into view, at least as near as `zoom`, a level at 1080 lines. */
  showPoint(x: number, y: number, zoom: number): void {
    this.map.jumpTo({ center: [lonOf(x), latOf(y)], zoom: Math.max(zoom + zoomShift(this.unit), this.map.getZoom()) })
  }

  private fit(bounds: Bounds): void {
    const camera = this.map.cameraForBounds(bounds, { padding: scaled(this.margin, this.unit), maxZoom: FIT_ZOOM_MAX + zoomShift(this.unit) })
    if (camera) this.map.jumpTo(camera)
  }

  private boundsOf(area: string): Bounds {
    for (let code = area; ; code = code.slice(0, code.lastIndexOf('-'))) {
      const place = this.geometry.places.get(code)
      if (place) return place.bounds
      if (!code.includes('-')) return this.geometry.bounds
    }
  }

  /** The middle of a cell, or a building's place, in Mercator units; null for what has no place. */
  locate(area: string): readonly [number, number] | null {
    const level = levelOf(area)
    if (level === 'unlocated' || level === 'district') return null
    if (level === 'building') {
      const row = this.buildings ? buildingRow(this.geometry, this.buildings, area) : -1
      if (row >= 0) return [this.buildings!.x[row]!, this.buildings!.y[row]!]
    }
    const place = this.geometry.places.get(level === 'building' ? area.slice(0, area.lastIndexOf('-')) : area)
    return place ? [mercatorX(place.center[0]), mercatorY(place.center[1])] : null
  }

  /** The finest area under a point in CSS pixels: a building when buildings can be told apart, else a cell, else the airport; null at sea. */
  areaAt(px: number, py: number): string | null {
    if (!this.styled) return null
    const found = this.map.queryRenderedFeatures([px, py], { layers: ['cells', 'airport'] })[0]
    const code = found?.properties['code'] as string | undefined
    if (code === undefined) return null
    return this.buildingAt(px, py) ?? code
  }

  private buildingAt(px: number, py: number): string | null {
    const view = this.view
    if (!this.buildings || view.zoom < BUILDINGS_TOLD_APART_FROM) return null
    const nearest = nearestBuilding(this.buildings, worldX(view, px), worldY(view, py))
    if (!nearest) return null
    const reach = BUILDING_REACH_METRES * unitsPerMetre(this.buildings.lat[nearest.row]!)
    return nearest.distance <= reach ? codeOfRow(this.geometry, this.buildings, nearest.row) : null
  }

  positionAt(px: number, py: number): LonLat {
    const view = this.view
    return [lonOf(worldX(view, px)), latOf(worldY(view, py))]
  }

  destroy(): void {
    this.map.remove()
  }
}

/** Walls above 4K have pixels enough; doubling them would quadruple the work. */
const pixelRatio = (): number => (window.innerWidth > DENSE_SCREEN_WIDTH_MAX ? 1 : Math.min(2, window.devicePixelRatio || 1))

const scaled = ({ top, bottom, left, right }: Margin, unit: number): Margin =>
  ({ top: top * unit, bottom: bottom * unit, left: left * unit, right: right * unit })
