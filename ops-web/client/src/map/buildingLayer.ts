import type { CustomLayerInterface, CustomRenderMethodInput, Map as GlMap } from 'maplibre-gl'
import type { Buildings } from '@/places/buildings'
import { unitsPerMetre } from '@/places/mercator'
import { chunksOf, sideMetres, visibleRanges, type Chunk } from './buildingChunks'
import { buildingColour, rgba, type Palette } from './palette'
import { isQuiet, NORMAL, TONES, type Tone } from './tones'

const vertexSource = `#version 300 es
uniform mat4 matrix;
uniform float pixelsPerMetre, leastPixels, mostPixels;
uniform vec4 colours[${TONES}];
uniform float boost[${TONES}];
in vec2 position;
in float side;
in float tone;
out vec4 colour;
out float size;
void main() {
  int t = int(tone);
  gl_Position = matrix * vec4(position, 0.0, 1.0);
  size = min(max(side * pixelsPerMetre, leastPixels * boost[t]), mostPixels);
  gl_PointSize = size;
  colour = colours[t];
}`

const fragmentSource = `#version 300 es
precision mediump float;
in vec4 colour;
in float size;
out vec4 painted;
void main() {
  vec2 edge = 0.5 - abs(gl_PointCoord - 0.5);
  float inner = step(size < 9.0 ? 0.0 : 1.0 / size, min(edge.x, edge.y));
  float alpha = colour.a * mix(0.55, 1.0, inner);
  painted = vec4(colour.rgb * alpha, alpha);
}`

/**
 * Every building of the district as a small square, in one draw call for all and one for those with work. Positions are sent to the
 * graphics card once; a change of tone is one byte. (As polygons with feature state the same buildings took about two seconds longer.)
 */
export class BuildingLayer implements CustomLayerInterface {
  readonly id = 'buildings'
  readonly type = 'custom' as const
  readonly renderingMode = '2d' as const

  private readonly chunks: readonly Chunk[]
  private readonly tones: Uint8Array
  private readonly origin: readonly [number, number]
  private readonly unitsPerMetre: number
  private readonly busy = new Set<number>()
  private map: GlMap | null = null
  private program: WebGLProgram | null = null
  private vertices: WebGLVertexArrayObject | null = null
  private toneBuffer: WebGLBuffer | null = null
  private busyBuffer: WebGLBuffer | null = null
  private stale = true
  private colours = new Float32Array(TONES * 4)
  private readonly boost = new Float32Array(TONES).fill(1)
  private mostPixels = 64

  constructor(private readonly buildings: Buildings, private palette: Palette) {
    this.chunks = chunksOf(buildings)
    this.tones = new Uint8Array(buildings.count)
    this.origin = [buildings.x[0] ?? 0, buildings.y[0] ?? 0]
    this.unitsPerMetre = unitsPerMetre(buildings.lat[0] ?? 0)
    for (let tone = 1; tone < TONES; tone++) this.boost[tone] = isQuiet(tone) ? 1.8 : 3
  }

  /** Sets how a building looks; drawn with the next frame. */
  set(row: number, tone: Tone): void {
    if (this.tones[row] === tone) return
    this.tones[row] = tone
    if (tone === NORMAL) this.busy.delete(row)
    else this.busy.add(row)
    this.stale = true
    this.map?.triggerRepaint()
  }

  recolour(palette: Palette): void {
    this.palette = palette
    this.map?.triggerRepaint()
  }

  onAdd(map: GlMap, gl: WebGL2RenderingContext): void {
    this.map = map
    const program = link(gl)
    this.program = program
    this.vertices = gl.createVertexArray()
    gl.bindVertexArray(this.vertices)
    const count = this.buildings.count
    const positions = new Float32Array(count * 2)
    for (let row = 0; row < count; row++) {
      positions[2 * row] = this.buildings.x[row]! - this.origin[0]
      positions[2 * row + 1] = this.buildings.y[row]! - this.origin[1]
    }
    attribute(gl, program, 'position', positions, 2, gl.FLOAT)
    attribute(gl, program, 'side', Uint8Array.from(this.buildings.floors, sideMetres), 1, gl.UNSIGNED_BYTE)
    this.toneBuffer = attribute(gl, program, 'tone', this.tones, 1, gl.UNSIGNED_BYTE)
    this.busyBuffer = gl.createBuffer()
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.busyBuffer)
    gl.bindVertexArray(null)
    this.mostPixels = (gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array)[1] ?? this.mostPixels
    this.stale = true
  }

  onRemove(_map: GlMap, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program)
    gl.deleteVertexArray(this.vertices)
    this.map = null
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    if (!this.map || !this.program) return
    const zoom = this.map.getZoom()
    const ratio = this.map.getPixelRatio()
    const at = (name: string) => gl.getUniformLocation(this.program!, name)
    gl.useProgram(this.program)
    gl.bindVertexArray(this.vertices)
    gl.disable(gl.DEPTH_TEST)
    gl.disable(gl.STENCIL_TEST)
    if (this.stale) this.upload(gl)
    gl.uniformMatrix4fv(at('matrix'), false, around(input.defaultProjectionData.mainMatrix as ArrayLike<number>, this.origin))
    gl.uniform1f(at('pixelsPerMetre'), this.unitsPerMetre * 512 * 2 ** zoom * ratio)
    gl.uniform1f(at('leastPixels'), Math.max(1, Math.min(1.6, (zoom - 8) * 0.4)) * ratio)
    gl.uniform1f(at('mostPixels'), this.mostPixels)
    this.paintColours(zoom)
    gl.uniform4fv(at('colours'), this.colours)
    gl.uniform1fv(at('boost'), this.boost)
    for (const [first, count] of visibleRanges(this.chunks, this.map.getBounds().toArray().flat() as [number, number, number, number])) {
      gl.drawArrays(gl.POINTS, first, count)
    }
    if (this.busy.size > 0) gl.drawElements(gl.POINTS, this.busy.size, gl.UNSIGNED_INT, 0) // again, over their neighbours
    gl.bindVertexArray(null)
  }

  private upload(gl: WebGL2RenderingContext): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, this.toneBuffer)
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.tones)
    // Most urgent last, so that it lies on top.
    const order = Uint32Array.from(this.busy).sort((a, b) => this.tones[a]! - this.tones[b]!)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.busyBuffer)
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.DYNAMIC_DRAW)
    this.stale = false
  }

  /** From afar normal buildings are a faint grain; near, they are houses. */
  private paintColours(zoom: number): void {
    const near = Math.min(1, Math.max(0, (zoom - 10) / 5))
    for (let tone = 0; tone < TONES; tone++) {
      const alpha = tone === NORMAL ? 0.24 + 0.41 * near : isQuiet(tone) ? 0.75 : 1
      this.colours.set(rgba(buildingColour(this.palette, tone), alpha), tone * 4)
    }
  }
}

function attribute(gl: WebGL2RenderingContext, program: WebGLProgram, name: string, values: Float32Array | Uint8Array, size: number, type: number): WebGLBuffer | null {
  const buffer = gl.createBuffer()
  const at = gl.getAttribLocation(program, name)
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW)
  gl.enableVertexAttribArray(at)
  gl.vertexAttribPointer(at, size, type, false, 0, 0)
  return buffer
}

/** The camera's matrix for points given relative to an origin; multiplied in double precision, so that squares do not tremble when near. */
function around(matrix: ArrayLike<number>, [x, y]: readonly [number, number]): Float32Array {
  const shifted = Float64Array.from(matrix)
  for (let row = 0; row < 4; row++) shifted[12 + row] = matrix[row]! * x + matrix[4 + row]! * y + matrix[12 + row]!
  return Float32Array.from(shifted)
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertexSource], [gl.FRAGMENT_SHADER, fragmentSource]] as const) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(`buildings: ${gl.getProgramInfoLog(program) ?? 'no log'}`)
  return program
}
