import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ScriptFile, scriptFileSchema } from './script/script.ts'
import type { ServedRequest } from './served-request.ts'
import { createSimulator } from './simulator.ts'

const USAGE = `Starts a server that speaks the Anthropic Messages API from scripts.

  node packages/messages-simulator/src/bin.ts --script FILE [--port N] [--seed SEED]

  --script FILE  a JSON file: { "scripts": { "NAME": { "steps": [ … ] } } }
  --port N       the port on 127.0.0.1. By default any free port is taken.
  --seed SEED    what faults by chance depend on, instead of the seed of the file`

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      script: { type: 'string' },
      port: { type: 'string', default: '0' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(USAGE)
  if (!values.script) throw new Error(`--script is missing.\n\n${USAGE}`)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a number from 0 to 65535')
  const file = scriptFile(values.script)
  const { url } = await createSimulator({ ...file, port, seed: values.seed ?? file.seed, onServed: printServed })
  console.log(`The simulator listens. To point an agent at it:
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=any
A prompt names its script: ${Object.keys(file.scripts)
    .map((key) => `[[script:${key}]]`)
    .join(', ')}`)
}

function scriptFile(path: string): ScriptFile {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path} could not be read: ${error instanceof Error ? error.message : error}`)
  }
  const { data, error } = scriptFileSchema.safeParse(content)
  if (!data) throw new Error(`${path} is no file of scripts:\n${z.prettifyError(error)}`)
  return data
}

function printServed(entry: Readonly<ServedRequest>): void {
  const { script, turn, side, model, status, outcome, fault, stopReason, input, cacheRead, output } = entry
  const what = side ?? (script ? `${script} turn ${turn}` : 'no script')
  const cacheWrite = entry.cacheWrite5m + entry.cacheWrite1h
  const tokens = `input ${input}, cache read ${cacheRead}, cache write ${cacheWrite}, output ${output}`
  console.log(`${entry.requestId} ${what}: ${model}, ${status} ${fault ?? stopReason ?? outcome}; ${tokens}`)
}
