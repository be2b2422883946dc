/** Simulates a plan on a virtual clock with the real scheduler. All functions are pure. */
export { durationEstimates, type EstimatedTask, estimatedTask } from './duration-estimates.ts'
export { type ForecastInput, forecastRun } from './forecast-run.ts'
export { type RunGraph, runGraphOf } from './run-graph.ts'
export { measuresOf, type RunMeasures } from './run-measures.ts'
export { type SimulatedAttempt, type SimulatedRun, simulateRun } from './simulate-run.ts'
export { type WorkModel, workModel } from './work-model.ts'
