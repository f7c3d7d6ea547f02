import { scaleOf } from './camera';
import type { Painter } from './painter';
import { fitCanvas } from './painter';

const VERTEX = `
attribute vec2 from;
attribute vec2 to;
attribute vec4 colour;
attribute float size;
uniform vec2 centre;
uniform vec2 scale;
uniform float share;
uniform float pointSize;
varying vec4 dye;
varying float radius;
void main() {
  vec2 place = mix(from, to, share);
  gl_Position = vec4((place - centre) * scale, 0.0, 1.0);
  // Outside of what is drawn.
  if (colour.a == 0.0) gl_Position.x = 4.0;
  float diameter = pointSize * size / 16.0;
  radius = diameter / 2.0;
  // A pixel more, for the soft edge.
  gl_PointSize = diameter + 1.0;
  dye = colour;
}`;

const FRAGMENT = `
precision mediump float;
varying vec4 dye;
varying float radius;
void main() {
  float distance = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float alpha = dye.a * clamp(radius + 0.5 - distance, 0.0, 1.0);
  gl_FragColor = vec4(dye.rgb * alpha, alpha);
}`;

/** Draws with the graphics card. @throws Error with a reason when the computer offers no WebGL. */
export function createWebglPainter(canvas: HTMLCanvasElement): Painter {
  const gl = canvas.getContext('webgl', { antialias: false, depth: false, stencil: false });
  if (gl === null) {
    throw new Error('no WebGL');
  }
  const program = link(gl);
  const uniform = (name: string): WebGLUniformLocation | null =>
    gl.getUniformLocation(program, name);
  const uniforms = {
    centre: uniform('centre'),
    scale: uniform('scale'),
    share: uniform('share'),
    pointSize: uniform('pointSize'),
  };
  const attributes = {
    from: attribute(gl, program, 'from', 2, gl.FLOAT, false),
    to: attribute(gl, program, 'to', 2, gl.FLOAT, false),
    colour: attribute(gl, program, 'colour', 4, gl.UNSIGNED_BYTE, true),
    size: attribute(gl, program, 'size', 1, gl.UNSIGNED_BYTE, false),
  };
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  let count = 0;
  return {
    kind: 'webgl',
    setPlaces({ x, y, fromX, fromY }) {
      count = x.length;
      attributes.from(paired(fromX, fromY));
      attributes.to(paired(x, y));
    },
    setLooks({ rgba, size }) {
      attributes.colour(rgba);
      attributes.size(size);
    },
    paint(view) {
      fitCanvas(canvas, view);
      gl.viewport(0, 0, canvas.width, canvas.height);
      const [red, green, blue] = view.ground;
      gl.clearColor(red / 255, green / 255, blue / 255, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const { camera, size, ratio, pointSize, share } = view;
      const scale = 2 * scaleOf(camera, size);
      gl.uniform2f(uniforms.centre, camera.x, camera.y);
      gl.uniform2f(uniforms.scale, scale / size.width, scale / size.height);
      gl.uniform1f(uniforms.share, share);
      gl.uniform1f(uniforms.pointSize, pointSize * ratio);
      gl.drawArrays(gl.POINTS, 0, count);
    },
    destroy() {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/**
 * What WebGL calls what draws when that is the processor in a graphics card's clothes (SwiftShader, llvmpipe); null for a card, and
 * when there is no WebGL at all.
 */
export function softwareCard(): string | null {
  const gl = document.createElement('canvas').getContext('webgl');
  const info = gl?.getExtension('WEBGL_debug_renderer_info') ?? null;
  const name: unknown = info === null ? null : gl?.getParameter(info.UNMASKED_RENDERER_WEBGL);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && /swiftshader|llvmpipe|software|basic render/i.test(name)
    ? name
    : null;
}

function paired(x: Float32Array, y: Float32Array): Float32Array {
  const pairs = new Float32Array(2 * x.length);
  for (let index = 0; index < x.length; index++) {
    pairs[2 * index] = x[index] ?? 0;
    pairs[2 * index + 1] = y[index] ?? 0;
  }
  return pairs;
}

/** Makes a buffer for an attribute. @returns what fills it. */
function attribute(
  gl: WebGLRenderingContext,
  program: WebGLProgram,
  name: string,
  parts: number,
  type: number,
  normalised: boolean,
): (data: Float32Array | Uint8Array) => void {
  const buffer = gl.createBuffer();
  const location = gl.getAttribLocation(program, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, parts, type, normalised, 0, 0);
  return (data) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data as Float32Array<ArrayBuffer>, gl.STATIC_DRAW);
  };
}

function link(gl: WebGLRenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) {
      throw new Error('WebGL was lost');
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(gl.getProgramInfoLog(program) ?? 'WebGL could not be set up');
  }
  return program;
}
