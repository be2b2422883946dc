import { expect, it } from 'vitest'
import { phaseDrawing } from './phase-geometry.ts'

it('fills past phases, outlines the present phase and dots later phases', () => {
  const { shapes } = phaseDrawing('AGENT', 0.5)
  expect(shapes.map((shape) => (shape.kind === 'path' ? 'dotted' : shape.stroke ? 'outline' : 'filled'))).toEqual([
    'filled',
    'filled',
    'outline',
    'filled',
    'dotted',
    'dotted',
  ])
})

it('never fills more than the whole phase', () => {
  const now = phaseDrawing('AGENT', 7).shapes[3]
  expect(now).toMatchObject({ x: 16, width: 24 })
})
