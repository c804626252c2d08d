import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl'
import type { Moving } from './handle.ts'
import { CELL, MovingAtlas, SIDE } from './moving-atlas.ts'
import { STRIDE, mercator, nearestMoving, packMoving } from './moving-columns.ts'
import { SYMBOL_RATIO } from './symbol-draw.ts'

const VERTEX = `#version 300 es
uniform mat4 u_matrix; uniform vec2 u_pixel; uniform float u_size;
layout(location=0) in vec2 a_corner; layout(location=1) in vec2 a_at; layout(location=2) in vec3 a_look;
out vec2 v_uv; out float v_strength;
void main() {
  vec4 centre = u_matrix * vec4(a_at, 0.0, 1.0);
  float cell = a_look.x;
  v_uv = (vec2(mod(cell, ${SIDE}.0), floor(cell / ${SIDE}.0)) + a_corner * 0.5 + 0.5) / ${SIDE}.0;
  v_strength = a_look.z;
  gl_Position = centre + vec4(a_corner.x, -a_corner.y, 0.0, 0.0) * vec4(u_pixel * u_size * centre.w, 0.0, 0.0);
}`
const FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D u_atlas; in vec2 v_uv; in float v_strength; out vec4 colour;
void main() { vec4 c = texture(u_atlas, v_uv); if (c.a < 0.02) discard; colour = c * v_strength; }`
/** The way something goes: a short line from the edge of its symbol. */
const COURSE_VERTEX = `#version 300 es
uniform mat4 u_matrix; uniform vec2 u_pixel; uniform float u_size;
layout(location=0) in vec2 a_corner; layout(location=1) in vec2 a_at; layout(location=2) in vec3 a_look;
void main() {
  vec4 centre = u_matrix * vec4(a_at, 0.0, 1.0);
  vec2 ahead = vec2(sin(a_look.y), cos(a_look.y));
  vec2 aside = vec2(ahead.y, -ahead.x);
  float reach = 0.62 + (a_corner.x * 0.5 + 0.5) * 0.5;
  vec2 pixel = ahead * u_size * reach + aside * a_corner.y * 1.1;
  gl_Position = a_look.y < -8.0 ? vec4(2.0, 2.0, 2.0, 1.0) : centre + vec4(pixel * u_pixel * centre.w, 0.0, 0.0);
}`
const COURSE_FRAGMENT = `#version 300 es
precision mediump float; uniform vec4 u_colour; out vec4 colour; void main() { colour = u_colour; }`

/** More symbols than this are drawn 18 pixels wide and not 24: less to paint, and less on top of each other. */
const CROWD = 5000

type Program = { program: WebGLProgram; matrix: WebGLUniformLocation | null; pixel: WebGLUniformLocation | null; size: WebGLUniformLocation | null; colour: WebGLUniformLocation | null }

/**
 * Thousands of moving symbols in one draw call: instanced squares from an atlas. The library's symbol layers lay
 * out every label anew at each change; this writes one buffer.
 */
export class MovingLayer implements CustomLayerInterface {
  readonly id = 'moving'
  readonly type = 'custom' as const
  readonly #atlas: MovingAtlas
  readonly #ink: readonly [number, number, number]
  readonly #repaint: () => void
  #gl: WebGL2RenderingContext | null = null
  #sprites: Program | null = null
  #courses: Program | null = null
  #array: WebGLVertexArrayObject | null = null
  #buffer: WebGLBuffer | null = null
  #corners: WebGLBuffer | null = null
  #packed: Float32Array = new Float32Array(0)
  #count = 0
  #moving: Moving | null = null
  #fresh = false
  #hasCourse = false
  #anchor = { x: 0.5, y: 0.5 }

  constructor(picture: (name: string) => Promise<ImageData | null>, ink: readonly [number, number, number], repaint: () => void) {
    this.#atlas = new MovingAtlas(picture)
    this.#ink = ink
    this.#repaint = repaint
  }

  /** Draw these from the next frame on. The arrays are read then and not kept. */
  set(moving: Moving): void {
    this.#moving = moving
    this.#fresh = true
    this.#repaint()
  }

  /** Index of the symbol under a place, the one drawn last first; −1 for none. `reach` in share of the world's width. */
  pick(lon: number, lat: number, reach: number): number {
    const { x, y } = mercator(lon, lat)
    return nearestMoving(this.#packed, this.#count, x - this.#anchor.x, y - this.#anchor.y, reach)
  }

  onAdd(_map: unknown, gl: WebGL2RenderingContext): void {
    this.#gl = gl
    this.#sprites = program(gl, VERTEX, FRAGMENT)
    this.#courses = program(gl, COURSE_VERTEX, COURSE_FRAGMENT)
    this.#array = gl.createVertexArray()
    this.#corners = gl.createBuffer()
    this.#buffer = gl.createBuffer()
    gl.bindVertexArray(this.#array)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners)
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer)
    for (const [place, size, offset] of [[1, 2, 0], [2, 3, 8]] as const) {
      gl.enableVertexAttribArray(place)
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, STRIDE * 4, offset)
      gl.vertexAttribDivisor(place, 1)
    }
    gl.bindVertexArray(null)
  }

  onRemove(_map: unknown, gl: WebGL2RenderingContext): void {
    this.#atlas.release(gl)
    gl.deleteBuffer(this.#buffer)
    gl.deleteBuffer(this.#corners)
    gl.deleteVertexArray(this.#array)
    gl.deleteProgram(this.#sprites?.program ?? null)
    gl.deleteProgram(this.#courses?.program ?? null)
    this.#gl = null
  }

  render(gl: WebGL2RenderingContext | WebGLRenderingContext, options: CustomRenderMethodInput): void {
    if (this.#gl !== gl || !this.#sprites || !this.#courses) {
      return
    }
    this.#upload(this.#gl)
    if (this.#count === 0) {
      return
    }
    const context = this.#gl
    const matrix = anchored(options.defaultProjectionData.mainMatrix as unknown as ArrayLike<number>, this.#anchor)
    const { drawingBufferWidth: width, drawingBufferHeight: height } = context
    const ratio = window.devicePixelRatio || 1
    context.bindVertexArray(this.#array)
    context.disable(context.DEPTH_TEST)
    context.enable(context.BLEND)
    context.blendFunc(context.ONE, context.ONE_MINUS_SRC_ALPHA)
    const draw = (p: Program) => {
      context.useProgram(p.program)
      context.uniformMatrix4fv(p.matrix, false, matrix)
      context.uniform2f(p.pixel, (2 * ratio) / width, (2 * ratio) / height)
      context.uniform1f(p.size, (CELL / SYMBOL_RATIO / 2) * (this.#count > CROWD ? 0.56 : 0.75))
      context.uniform4f(p.colour, this.#ink[0] / 255, this.#ink[1] / 255, this.#ink[2] / 255, 1)
      context.drawArraysInstanced(context.TRIANGLE_STRIP, 0, 4, this.#count)
    }
    if (this.#hasCourse) {
      draw(this.#courses)
    }
    context.activeTexture(context.TEXTURE0)
    this.#atlas.bind(context)
    draw(this.#sprites)
    context.bindVertexArray(null)
  }

  #upload(gl: WebGL2RenderingContext): void {
    const moving = this.#moving
    if (!moving || !this.#fresh) {
      return
    }
    this.#fresh = false
    this.#count = moving.lon.length
    this.#hasCourse = moving.course !== undefined
    if (this.#count > 0) {
      this.#anchor = mercator(moving.lon[0]!, moving.lat[0]!)
    }
    const cells = this.#atlas.places(gl, moving.symbols, this.#repaint)
    this.#packed = packMoving(moving, cells, this.#anchor, this.#packed)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer)
    gl.bufferData(gl.ARRAY_BUFFER, this.#packed.subarray(0, this.#count * STRIDE), gl.DYNAMIC_DRAW)
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
  const at = (name: string) => gl.getUniformLocation(made, name)
  return { program: made, matrix: at('u_matrix'), pixel: at('u_pixel'), size: at('u_size'), colour: at('u_colour') }
}
