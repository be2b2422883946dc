import { FAILED, type Result, type Step } from './step.ts'

/** Runs every step, even after one has failed, because a gate that stops early hides other failures. */
export async function runSteps(steps: readonly Step[]): Promise<Result[]> {
  const results: Result[] = []
  for (const step of steps) {
    console.log(`\n▸ ${step.name}`)
    const startedAt = performance.now()
    const count = await step.run().catch((error: unknown) => {
      console.error(error)
      return FAILED
    })
    results.push({ name: step.name, durationMs: performance.now() - startedAt, ...count })
  }
  return results
}
