import Anthropic from '@anthropic-ai/sdk'
import { onTestFinished } from 'vitest'
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts'

export const MODEL = 'claude-haiku-4-5'

/** Starts a simulator for one test, and a client of the real SDK that retries nothing. */
export async function givenSimulator(options: SimulatorOptions): Promise<{ simulator: Simulator; client: Anthropic }> {
  const simulator = await createSimulator(options)
  onTestFinished(() => simulator.close())
  const client = new Anthropic({
    baseURL: simulator.url,
    apiKey: 'sk-test',
    authToken: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  return { simulator, client }
}

/** The parameters of a request whose prompt names a script. */
export const request = (script: string, prompt = 'Do it.') => ({
  model: MODEL,
  max_tokens: 4096,
  messages: [{ role: 'user' as const, content: `[[script:${script}]] ${prompt}` }],
})
