/** Places a point, or an end of a line; sounds and pictures take turns. */
export const VERTEX = `#version 300 es
in vec2 place;
in vec4 colour;
uniform vec2 centre;
uniform vec2 reach;
uniform float diameter;
uniform float opacity;
out vec4 ink;
flat out int isPicture;
void main() {
  gl_Position = vec4((place - centre) / reach, 0.0, 1.0);
  gl_PointSize = diameter;
  ink = vec4(colour.rgb, 1.0) * colour.a * opacity;
  isPicture = gl_VertexID & 1;
}`;

/** A circle for sound, a triangle for picture, as everywhere on the page; a line has no diameter. */
export const FRAGMENT = `#version 300 es
precision highp float;
in vec4 ink;
flat in int isPicture;
uniform float diameter;
out vec4 seen;
void main() {
  if (diameter == 0.0) {
    seen = ink;
    return;
  }
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  float outside = isPicture == 1
    ? max(at.y - 0.72, (1.72 * abs(at.x) - at.y - 1.0) / 1.99)
    : length(at) - 0.82;
  seen = ink * clamp(0.5 - outside * diameter * 0.5, 0.0, 1.0);
}`;
