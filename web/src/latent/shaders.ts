/** Positions a point or an end of a line; even vertices are sounds, odd ones pictures. */
export const VERTEX = `#version 300 es
in vec2 position;
in vec4 colour;
uniform vec2 centre;
uniform vec2 halfSize;
uniform float diameter;
uniform float opacity;
out vec4 pointColour;
flat out int isPicture;
void main() {
  gl_Position = vec4((position - centre) / halfSize, 0.0, 1.0);
  gl_PointSize = diameter;
  pointColour = vec4(colour.rgb, 1.0) * colour.a * opacity;
  isPicture = gl_VertexID & 1;
}`;

/** A circle for a sound, a triangle for a picture; lines have diameter 0. */
export const FRAGMENT = `#version 300 es
precision highp float;
in vec4 pointColour;
flat in int isPicture;
uniform float diameter;
out vec4 pixel;
void main() {
  if (diameter == 0.0) {
    pixel = pointColour;
    return;
  }
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  float outside = isPicture == 1
    ? max(at.y - 0.72, (1.72 * abs(at.x) - at.y - 1.0) / 1.99)
    : length(at) - 0.82;
  pixel = pointColour * clamp(0.5 - outside * diameter * 0.5, 0.0, 1.0);
}`;
