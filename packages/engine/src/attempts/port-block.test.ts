import fc from 'fast-check'
import { expect, it } from 'vitest'
import { portBase } from './port-block.ts'

it('gives the 64 slots of a run blocks of 10 ports that do not overlap', () => {
  fc.assert(
    fc.property(fc.uuid(), (projectId) => {
      const bases = Array.from({ length: 64 }, (_, slot) => portBase(projectId, slot)).sort((a, b) => a - b)
      for (let slot = 1; slot < 64; slot += 1) expect((bases[slot] ?? 0) - (bases[slot - 1] ?? 0)).toBe(10)
    }),
  )
})

it('uses only ports that are neither privileged nor ephemeral', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(200), (projectId, slot) => {
      expect(portBase(projectId, slot)).toBeGreaterThan(1023)
      expect(portBase(projectId, slot) + 9).toBeLessThan(32_768)
    }),
  )
})
