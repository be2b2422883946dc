import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '@coppice/engine'
import { createSimulator, type Simulator, scriptFileSchema } from '@coppice/messages-simulator'
import { parse } from 'yaml'
import { EXAMPLES, PLAN, sampleFolder } from './create-sample.ts'

/** The sample whose agents speak to the simulated model. */
export const MODEL_SAMPLE = 'textkit-model'
const ADDRESS = /^( *baseUrl: http:\/\/127\.0\.0\.1:)(\d+)/m

/** A simulated model for the sample project. It listens on this machine only. */
export interface SimulatedModel {
  /** The text of the sample's plan, with the address of this simulator. */
  plan(): Promise<string>
  close(): Promise<void>
}

/**
 * Starts the simulated model. An active run of the sample expects it on the same port as before, so that port is taken if it is free.
 *
 * @param home the data folder
 * @returns null when it cannot be started. The log then says why, and no other project needs it
 */
export async function startSimulatedModel(home: string, log: Log): Promise<SimulatedModel | null> {
  try {
    const text = await readFile(join(EXAMPLES, MODEL_SAMPLE, 'scripts.yaml'), 'utf8')
    const scripts = scriptFileSchema.parse(parse(text))
    const before = await portBefore(home)
    const start = (port: number) => createSimulator({ ...scripts, port })
    const simulator = await start(before ?? 0).catch((error: unknown) => {
      log.warn(
        { err: error, port: before },
        'the port of the simulated model is in use; active runs of the sample cannot reach it',
      )
      return start(0)
    })
    return modelAt(simulator)
  } catch (error) {
    log.warn({ err: error }, 'the simulated model of the sample could not be started')
    return null
  }
}

const modelAt = (simulator: Simulator): SimulatedModel => ({
  async plan() {
    const { port } = new URL(simulator.url)
    return (await readFile(join(EXAMPLES, MODEL_SAMPLE, PLAN), 'utf8')).replace(ADDRESS, `$1${port}`)
  },
  close: () => simulator.close(),
})

/** @returns the port that the plan of an existing sample names, or null */
async function portBefore(home: string): Promise<number | null> {
  const plan = await readFile(join(sampleFolder(home, MODEL_SAMPLE), PLAN), 'utf8').catch(() => null)
  const port = ADDRESS.exec(plan ?? '')?.[2]
  return port === undefined ? null : Number(port)
}
