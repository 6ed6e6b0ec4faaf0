/** What the camera shows, flat and north up: enough to place anything drawn over the map without asking it. */
export interface View {
  /** Centre in Mercator units. */
  x: number
  y: number
  /** CSS pixels per Mercator unit. */
  scale: number
  /** CSS pixels. */
  width: number
  height: number
  /** Zoom level at 1080 lines: what is worth showing depends on it, not on how many pixels the screen has. */
  zoom: number
}

/** MapLibre's world is 512 CSS pixels wide at zoom 0. */
const WORLD_AT_ZOOM_0 = 512

export const viewAt = (x: number, y: number, mapZoom: number, shift: number, width: number, height: number): View =>
  ({ x, y, zoom: mapZoom - shift, width, height, scale: WORLD_AT_ZOOM_0 * 2 ** mapZoom })

export const screenX = (view: View, x: number): number => (x - view.x) * view.scale + view.width / 2
export const screenY = (view: View, y: number): number => (y - view.y) * view.scale + view.height / 2
export const worldX = (view: View, px: number): number => (px - view.width / 2) / view.scale + view.x
export const worldY = (view: View, py: number): number => (py - view.height / 2) / view.scale + view.y

export interface Rect { x: number; y: number; w: number; h: number }

export const overlaps = (a: Rect, b: Rect): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Shared area of two rectangles in square pixels. */
export function overlap(a: Rect, b: Rect): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return w > 0 && h > 0 ? w * h : 0
}
