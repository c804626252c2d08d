import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl'
import type { Moving } from './handle.ts'
import { CELL, MovingAtlas, SIDE } from './moving-atlas.ts'
import { cornerIndices, LINE_STRIDE, mercator, nearestMoving, packAhead, placesOf } from './moving-columns.ts'
import { CORNER, CORNERS, Shown } from './moving-shown.ts'
import { SYMBOL_RATIO } from './symbol-draw.ts'

const VERTEX = `#version 300 es
uniform vec2 u_screen; uniform float u_texture;
layout(location=0) in vec2 a_at; layout(location=1) in vec2 a_from; layout(location=2) in float a_strength;
out vec2 v_uv; flat out float v_strength;
void main() {
  v_uv = a_from / u_texture;
  v_strength = a_strength;
  gl_Position = vec4(a_at.x / u_screen.x * 2.0 - 1.0, 1.0 - a_at.y / u_screen.y * 2.0, 0.0, 1.0);
}`
const FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D u_atlas; in highp vec2 v_uv; flat in float v_strength; out vec4 colour;
void main() { colour = texture(u_atlas, v_uv) * v_strength; }`
const AHEAD_VERTEX = `#version 300 es
uniform mat4 u_matrix; uniform vec2 u_screen; uniform float u_ratio;
layout(location=0) in vec2 a_at; layout(location=1) in vec2 a_aside;
void main() {
  vec4 at = u_matrix * vec4(a_at, 0.0, 1.0);
  gl_Position = at + vec4(vec2(a_aside.x, -a_aside.y) * 2.0 * u_ratio / u_screen * at.w, 0.0, 0.0);
}`
const AHEAD_FRAGMENT = `#version 300 es
precision mediump float; uniform vec4 u_colour; out vec4 colour; void main() { colour = u_colour; }`

/** More symbols than this are drawn 18 pixels wide and not 24, without the way they go: less to paint, and less on top of each other. */
const CROWD = 5000
const SCALE = { crowd: 0.56, few: 0.85 }
/** From the middle of a symbol, CSS pixels. */
const TICK_PX = 21

type Program = { program: WebGLProgram; at(name: string): WebGLUniformLocation | null }

/**
 * Thousands of moving symbols in one draw call from an atlas. The library's symbol layers lay out every label anew at
 * each change; this writes one buffer, with what shows of each symbol.
 */
export class MovingLayer implements CustomLayerInterface {
  readonly id = 'moving'
  readonly type = 'custom' as const
  readonly #atlas: MovingAtlas
  readonly #ink: readonly [number, number, number]
  readonly #repaint: () => void
  #gl: WebGL2RenderingContext | null = null
  #sprites: Drawn | null = null
  #ahead: Drawn | null = null
  #indexed = 0
  #indices: WebGLBuffer | null = null
  #places: Float32Array = new Float32Array(0)
  #cells: Uint16Array = new Uint16Array(0)
  readonly #shown = new Shown()
  /** What the corners were made for. */
  #view: { matrix: Float32Array; width: number; height: number } | null = null
  #squares = 0
  #count = 0
  #lines = 0
  #moving: Moving | null = null
  #fresh = false
  #anchor = { x: 0.5, y: 0.5 }

  /** `unknown` names the picture of what is unknown. */
  constructor(picture: (name: string) => Promise<ImageData | null>, unknown: string, ink: readonly [number, number, number], repaint: () => void) {
    this.#atlas = new MovingAtlas(picture, unknown)
    this.#ink = ink
    this.#repaint = repaint
  }

  /** Draw these from the next frame on. The arrays are read then and again when a picture is there; they must not change. */
  set(moving: Moving): void {
    this.#moving = moving
    this.#fresh = true
    this.#repaint()
  }

  /** Index of the symbol nearest to a place; −1 for none. `reach` in share of the world's width. */
  pick(lon: number, lat: number, reach: number): number {
    const { x, y } = mercator(lon, lat)
    return nearestMoving(this.#places, this.#count, x - this.#anchor.x, y - this.#anchor.y, reach)
  }

  onAdd(_map: unknown, gl: WebGL2RenderingContext): void {
    this.#gl = gl
    this.#indices = gl.createBuffer()
    this.#sprites = new Drawn(gl, program(gl, VERTEX, FRAGMENT), this.#indices, CORNER * 2, [
      { size: 2, type: gl.SHORT, offset: 0 }, { size: 2, type: gl.UNSIGNED_SHORT, offset: 4 }, { size: 1, type: gl.UNSIGNED_BYTE, offset: 8, share: true },
    ])
    this.#ahead = new Drawn(gl, program(gl, AHEAD_VERTEX, AHEAD_FRAGMENT), this.#indices, LINE_STRIDE * 4, [{ size: 2, type: gl.FLOAT, offset: 0 }, { size: 2, type: gl.FLOAT, offset: 8 }])
  }

  onRemove(_map: unknown, gl: WebGL2RenderingContext): void {
    this.#atlas.release(gl)
    this.#sprites?.release(gl)
    this.#ahead?.release(gl)
    gl.deleteBuffer(this.#indices)
    this.#gl = null
  }

  render(gl: WebGL2RenderingContext | WebGLRenderingContext, options: CustomRenderMethodInput): void {
    const context = this.#gl
    if (context !== gl || !this.#sprites || !this.#ahead) {
      return
    }
    const { drawingBufferWidth: width, drawingBufferHeight: height } = context
    const ratio = window.devicePixelRatio || 1
    this.#upload(context, ratio)
    if (this.#count === 0) {
      return
    }
    const matrix = anchored(options.defaultProjectionData.mainMatrix as unknown as ArrayLike<number>, this.#anchor)
    this.#cull(context, { matrix, width, height })
    context.disable(context.DEPTH_TEST)
    context.disable(context.STENCIL_TEST)
    context.enable(context.BLEND)
    context.blendFunc(context.ONE, context.ONE_MINUS_SRC_ALPHA)
    const begin = ({ program: { program: used, at } }: Drawn) => {
      context.useProgram(used)
      context.uniform2f(at('u_screen'), width, height)
      return at
    }
    if (this.#lines > 0) {
      const at = begin(this.#ahead)
      context.uniformMatrix4fv(at('u_matrix'), false, matrix)
      context.uniform1f(at('u_ratio'), ratio)
      context.uniform4f(at('u_colour'), this.#ink[0] / 255, this.#ink[1] / 255, this.#ink[2] / 255, 1)
      this.#ahead.draw(context, this.#lines)
    }
    const at = begin(this.#sprites)
    context.uniform1f(at('u_texture'), this.#atlas.pixels * SIDE)
    context.activeTexture(context.TEXTURE0)
    this.#atlas.bind(context)
    this.#sprites.draw(context, this.#squares)
  }

  #upload(gl: WebGL2RenderingContext, ratio: number): void {
    const moving = this.#moving
    if (!moving || !this.#fresh) {
      return
    }
    this.#fresh = false
    this.#count = moving.lon.length
    const crowd = this.#count > CROWD
    this.#atlas.size(gl, 2 * Math.round((CELL / SYMBOL_RATIO / 2) * ratio * (crowd ? SCALE.crowd : SCALE.few)))
    if (this.#count > 0) {
      this.#anchor = mercator(moving.lon[0]!, moving.lat[0]!)
    }
    this.#cells = this.#atlas.places(gl, moving.symbols, () => {
      // What is drawn of a cell is known when its picture is.
      this.#fresh = true
      this.#repaint()
    })
    this.#places = placesOf(moving, this.#anchor, this.#places)
    this.#view = null
    const ahead = crowd || !moving.course ? { data: new Float32Array(0), lines: 0 } : packAhead(moving, this.#places, TICK_PX)
    this.#lines = ahead.lines
    this.#ahead?.fill(gl, ahead.data)
    this.#index(gl, this.#lines)
  }

  /** What shows of the symbols, made anew when they or the view of them have changed. */
  #cull(gl: WebGL2RenderingContext, view: { matrix: Float32Array; width: number; height: number }): void {
    const before = this.#view
    if (!this.#moving || (before && before.width === view.width && before.height === view.height && view.matrix.every((one, i) => one === before.matrix[i]))) {
      return
    }
    this.#view = view
    const corners = this.#shown.of(this.#moving, { ...view, places: this.#places }, { cells: this.#cells, masks: this.#atlas.masks, pixels: this.#atlas.pixels })
    this.#squares = corners.length / (CORNER * CORNERS)
    this.#sprites?.fill(gl, corners)
    this.#index(gl, this.#squares)
  }

  /** Indices for so many squares. */
  #index(gl: WebGL2RenderingContext, squares: number): void {
    if (squares > this.#indexed) {
      this.#indexed = Math.ceil(squares * 1.2)
      gl.bindVertexArray(null)
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices)
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, cornerIndices(this.#indexed), gl.STATIC_DRAW)
    }
  }
}

/** A part of what a corner holds: how many numbers, of which type, from which byte on; `share`: whole numbers that stand for 0–1. */
type Member = { size: number; type: number; offset: number; share?: boolean }

/** Squares of one sort: their program and their buffer of corners. */
class Drawn {
  readonly program: Program
  readonly #array: WebGLVertexArrayObject
  readonly #corners: WebGLBuffer

  constructor(gl: WebGL2RenderingContext, made: Program, indices: WebGLBuffer | null, bytes: number, members: readonly Member[]) {
    this.program = made
    this.#array = gl.createVertexArray()
    this.#corners = gl.createBuffer()
    gl.bindVertexArray(this.#array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners)
    members.forEach(({ size, type, offset, share = false }, place) => {
      gl.enableVertexAttribArray(place)
      gl.vertexAttribPointer(place, size, type, share, bytes, offset)
    })
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indices)
    gl.bindVertexArray(null)
  }

  fill(gl: WebGL2RenderingContext, corners: Float32Array | Int16Array): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners)
    gl.bufferData(gl.ARRAY_BUFFER, corners, gl.DYNAMIC_DRAW)
  }

  draw(gl: WebGL2RenderingContext, squares: number): void {
    gl.bindVertexArray(this.#array)
    gl.drawElements(gl.TRIANGLES, squares * 6, gl.UNSIGNED_INT, 0)
    gl.bindVertexArray(null)
  }

  release(gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.#corners)
    gl.deleteVertexArray(this.#array)
    gl.deleteProgram(this.program.program)
  }
}

/** The matrix for places given as differences from the anchor, worked out in double precision. */
function anchored(m: ArrayLike<number>, anchor: { x: number; y: number }): Float32Array {
  const out = Float32Array.from(m as ArrayLike<number> & Iterable<number>)
  for (let row = 0; row < 4; row += 1) {
    out[12 + row] = m[row]! * anchor.x + m[4 + row]! * anchor.y + m[12 + row]!
  }
  return out
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const made = gl.createProgram()
  for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type)
    if (!shader) {
      throw new Error('the graphics context is lost')
    }
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    gl.attachShader(made, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(made)
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`the moving layer does not link: ${gl.getProgramInfoLog(made) ?? ''}`)
  }
  const known = new Map<string, WebGLUniformLocation | null>()
  return {
    program: made,
    at(name) {
      const place = known.has(name) ? known.get(name)! : gl.getUniformLocation(made, name)
      known.set(name, place)
      return place
    },
  }
}
