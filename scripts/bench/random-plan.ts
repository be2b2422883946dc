import type { GraphInput } from '../../packages/engine/src/domain/plan.ts'
import { randomOf } from './random-of.ts'

/** Returns a random plan in layers. Each task needs up to three tasks of earlier layers. The same seed gives the same plan. */
export function layeredPlan(seed: string, tasks: number, layers: number): GraphInput {
  const layerOf = (index: number) => Math.floor((index * layers) / tasks)
  const firstOf = (layer: number) => Math.ceil((layer * tasks) / layers)
  return {
    epics: [{ key: 'e', priority: 3, dependsOn: [] }],
    tasks: Array.from({ length: tasks }, (_, index) => {
      const layer = layerOf(index)
      const needs = new Set<string>()
      for (let draw = 0; layer > 0 && draw < 3; draw += 1) {
        const from = firstOf(draw === 0 ? layer - 1 : Math.floor(randomOf(seed, index, draw, 'layer') * layer))
        const to = Math.max(from + 1, firstOf(draw === 0 ? layer : layerOf(from) + 1))
        needs.add(`t${from + Math.floor(randomOf(seed, index, draw, 'task') * (to - from))}`)
      }
      const dependsOn = [...needs].map((key) => ({ key, kind: 'HARD' as const }))
      return { key: `t${index}`, epicKey: 'e', priority: 3, position: index, dependsOn }
    }),
  }
}
