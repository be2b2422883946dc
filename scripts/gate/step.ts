/** One part of the gate. Its result is a number of tests, and a static check counts as one. */
export interface Step {
  name: string
  run(): Promise<Count>
}

export interface Count {
  passed: number
  failed: number
}

export const PASSED: Count = { passed: 1, failed: 0 }
export const FAILED: Count = { passed: 0, failed: 1 }

export interface Result extends Count {
  name: string
  durationMs: number
}
