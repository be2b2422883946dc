import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, SampleSource } from '@coppice/engine'
import { createSample, EXAMPLES, PLAN, sampleFolder } from './create-sample.ts'
import { MODEL_SAMPLE, startSimulatedModel } from './simulated-model.ts'

export interface Samples {
  sources: readonly SampleSource[]
  close(): Promise<void>
}

export interface SamplesParts {
  home: string
  env: { PATH?: string }
  log: Log
  /** Whether this server creates the sample projects. */
  isShown: boolean
}

/**
 * The sample projects: one whose agents are scripts, and one whose agents speak to a simulated model. The simulated model is started only if
 * its project exists or will be created.
 */
export async function createSamples({ home, env, log, isShown }: SamplesParts): Promise<Samples> {
  const scripted = createSample(home, env, {
    name: 'textkit',
    plan: () => readFile(join(EXAMPLES, 'textkit', PLAN), 'utf8'),
  })
  const isNeeded = isShown || existsSync(sampleFolder(home, MODEL_SAMPLE))
  const model = isNeeded ? await startSimulatedModel(home, log) : null
  return {
    sources: model ? [scripted, createSample(home, env, { name: MODEL_SAMPLE, plan: model.plan })] : [scripted],
    close: async () => model?.close(),
  }
}
