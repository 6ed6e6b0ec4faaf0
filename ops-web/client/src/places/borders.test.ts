import { expect, it } from 'vitest'
import { bordersOf } from './borders'

it('A border between two neighbours is drawn once', () => {
  const square = (x: number) => ({
    type: 'Feature' as const, properties: {},
    geometry: { type: 'Polygon' as const, coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] },
  })
  const { features: [lines] } = bordersOf({ type: 'FeatureCollection', features: [square(0), square(1)] })
  const edges = lines!.geometry.coordinates.reduce((sum, run) => sum + run.length - 1, 0)
  expect(edges).toBe(7)
})
