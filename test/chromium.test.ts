import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, skipWithoutChromium } from './chromium.ts';

// Draws one red triangle over the whole canvas and reads a pixel back: proof that WebGL2 draws, not only that it exists.
const DRAW = `(() => {
  const gl = document.querySelector('canvas').getContext('webgl2', { preserveDrawingBuffer: true });
  if (gl === null) { return null; }
  const shader = (type, source) => { const s = gl.createShader(type); gl.shaderSource(s, source); gl.compileShader(s); return s; };
  const program = gl.createProgram();
  gl.attachShader(program, shader(gl.VERTEX_SHADER, '#version 300 es\\nvoid main() { vec2 p = vec2(float((gl_VertexID & 1) << 2) - 1.0, float((gl_VertexID & 2) << 1) - 1.0); gl_Position = vec4(p, 0.0, 1.0); }'));
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, '#version 300 es\\nprecision mediump float; out vec4 colour; void main() { colour = vec4(1.0, 0.0, 0.0, 1.0); }'));
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const pixel = new Uint8Array(4);
  gl.readPixels(8, 8, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return [...pixel];
})()`;

test('Chromium draws with WebGL2', { skip: skipWithoutChromium() }, async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setContent('<canvas width="16" height="16"></canvas>');
    assert.deepEqual(await page.evaluate(DRAW), [255, 0, 0, 255]);
  } finally {
    await browser.close();
  }
});
