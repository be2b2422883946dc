/** Plan files and the dependency graph. All functions are pure. */
export type { DurationOf } from './critical-path.ts'
export type { ExpandedDependencies } from './expanded-dependencies.ts'
export { graphInputOf } from './graph-input.ts'
export { type MermaidInput, mermaid } from './mermaid.ts'
export { LARGEST_PLAN_BYTES, type ParsedPlan, type ParsePlanOptions, parsePlan } from './parse-plan.ts'
export { type PlanGraph, type PlanGraphInput, planGraph } from './plan-graph.ts'
export { planSchema } from './plan-schema.ts'
