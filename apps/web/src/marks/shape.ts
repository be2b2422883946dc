/** A shape of an SVG as data, so that tests can check drawings without a browser. */
export type Shape = RectShape | CircleShape | PathShape

interface Paint {
  fill?: string
  stroke?: string
  strokeWidth?: number
  dash?: string
}
export interface RectShape extends Paint {
  kind: 'rect'
  x: number
  y: number
  width: number
  height: number
}
export interface CircleShape extends Paint {
  kind: 'circle'
  cx: number
  cy: number
  r: number
}
export interface PathShape extends Paint {
  kind: 'path'
  d: string
}

export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
}
