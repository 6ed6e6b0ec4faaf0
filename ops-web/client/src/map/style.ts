import type { ExpressionSpecification, FilterSpecification, LayerSpecification, Map as GlMap, StyleSpecification } from 'maplibre-gl'
import { bordersOf } from '@/places/borders'
import type { Geometry } from '@/places/geometry'
import { allTones, cellTint, type Palette } from './palette'

/** Zoom from which finer lines appear: a quiet picture first. */
const CELL_LINES_FROM = 11.6
const GEOJSON_TILE_ZOOM_MAX = 14

/** Cells colour by the feature state `tone`; a cell without that state is normal. */
export function cellFill(palette: Palette): { colour: ExpressionSpecification; opacity: ExpressionSpecification } {
  const tone: ExpressionSpecification = ['coalesce', ['feature-state', 'tone'], 0]
  const by = <T extends string | number>(value: (tone: number) => T, otherwise: T) =>
    ['match', tone, ...allTones.slice(1).flatMap((t) => [t, value(t)]), otherwise] as unknown as ExpressionSpecification
  return {
    colour: by((t) => cellTint(palette, t).colour, palette.land),
    opacity: by((t) => cellTint(palette, t).opacity, 0),
  }
}

/** A screen with twice the pixels shows the same picture one zoom level nearer; every threshold moves with it. */
export const zoomShift = (unit: number): number => Math.log2(unit)

const nothing: FilterSpecification = ['==', ['get', 'code'], '']

/** The layers below the buildings. Borders are line layers of their own, because fills are not smoothed. */
export function layers(palette: Palette, unit: number): LayerSpecification[] {
  const fill = cellFill(palette)
  const round = { 'line-join': 'round', 'line-cap': 'round' } as const
  const shift = zoomShift(unit)
  const byZoom = (...stops: number[]): ExpressionSpecification =>
    ['interpolate', ['linear'], ['zoom'], ...stops.map((stop, index) => (index % 2 ? stop : stop + shift))] as unknown as ExpressionSpecification
  const width = (...stops: number[]) => byZoom(...stops.map((stop, index) => (index % 2 ? stop * unit : stop)))
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    { id: 'airport', type: 'fill', source: 'airport', paint: { 'fill-color': palette.airport, 'fill-antialias': false } },
    { id: 'land', type: 'fill', source: 'streets', paint: { 'fill-color': palette.land, 'fill-antialias': false } },
    { id: 'cells', type: 'fill', source: 'cells', paint: { 'fill-color': fill.colour, 'fill-opacity': fill.opacity, 'fill-antialias': false } },
    { id: 'cell-lines', type: 'line', source: 'cell-borders', minzoom: CELL_LINES_FROM + shift, layout: round,
      paint: { 'line-color': palette.cell, 'line-width': width(11.6, 0.6, 16, 1.4), 'line-opacity': byZoom(CELL_LINES_FROM, 0, 12.4, 1) } },
    { id: 'community-lines', type: 'line', source: 'community-borders', layout: round,
      paint: { 'line-color': palette.comm, 'line-width': width(9, 0.8, 13, 1.4, 16, 2.2) } },
    { id: 'airport-line', type: 'line', source: 'airport', layout: round,
      paint: { 'line-color': palette.street, 'line-width': width(9, 1.2, 13, 2.2) } },
    { id: 'street-lines', type: 'line', source: 'street-borders', layout: round,
      paint: { 'line-color': palette.street, 'line-width': width(9, 1.4, 13, 3, 16, 4) } },
    { id: 'focus-street', type: 'line', source: 'streets', filter: nothing, layout: round, paint: { 'line-color': palette.label, 'line-width': width(9, 1.6, 13, 2.2) } },
    { id: 'focus-community', type: 'line', source: 'communities', filter: nothing, layout: round, paint: { 'line-color': palette.label, 'line-width': width(9, 1.4, 13, 2) } },
    { id: 'focus-cell', type: 'line', source: 'cells', filter: nothing, layout: round, paint: { 'line-color': palette.label, 'line-width': width(9, 1.4, 16, 2.4) } },
  ]
}

/** Own style, nothing fetched from elsewhere: no sprites, no glyphs (labels are drawn over the map), no tiles. */
export function styleOf(geometry: Geometry, palette: Palette, unit: number): StyleSpecification {
  const source = (data: GeoJSON.FeatureCollection) => ({ type: 'geojson', data, tolerance: 0, maxzoom: GEOJSON_TILE_ZOOM_MAX, buffer: 32 }) as const
  return {
    version: 8,
    sources: {
      streets: source(geometry.streets),
      airport: source(geometry.airport),
      communities: source(geometry.communities),
      cells: source(geometry.cells),
      'street-borders': source(bordersOf(geometry.streets)),
      'community-borders': source(bordersOf(geometry.communities)),
      'cell-borders': source(bordersOf(geometry.cells)),
    },
    layers: layers(palette, unit),
  }
}

/** Changes every colour of a living map to another palette. */
export function repaint(map: GlMap, palette: Palette, unit: number): void {
  for (const layer of layers(palette, unit)) {
    if (!('paint' in layer) || !layer.paint) continue
    map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24)
    for (const [name, value] of Object.entries(layer.paint)) {
      map.setPaintProperty(layer.id, name as Parameters<GlMap['setPaintProperty']>[1], value as Parameters<GlMap['setPaintProperty']>[2])
    }
  }
}

/** Draws the outline of the area in focus, and of no other. */
export function outline(map: GlMap, level: string, code: string): void {
  for (const finer of ['street', 'community', 'cell']) {
    map.setFilter(`focus-${finer}`, level === finer ? ['==', ['get', 'code'], code] : nothing)
  }
}
