/** Web Mercator in the unit square: x grows east, y grows south, both 0…1 over the whole world. */
export const mercatorX = (lon: number): number => (180 + lon) / 360

export function mercatorY(lat: number): number {
  const northing = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
  return 0.5 - northing / (2 * Math.PI)
}

export const lonOf = (x: number): number => x * 360 - 180

export const latOf = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90

const EARTH_CIRCUMFERENCE_M = 40_075_016.686

/** How many Mercator units a metre takes at a latitude in degrees. */
export const unitsPerMetre = (lat: number): number => 1 / (EARTH_CIRCUMFERENCE_M * Math.cos((lat * Math.PI) / 180))
