import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk'

/** What of the dispatcher of `fetch` is used here. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean
}

/** The names under which `undici`, the library behind the `fetch` of Node, keeps its dispatcher. An older Node has only the second. */
const NAMES = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name))

/**
 * Returns a client of the API whose silent requests are ended only by the watch over their stream. By default, `fetch` gives up after 300 s
 * without a byte and the SDK after 600 s, and then a slow server would count as one that cannot be reached.
 *
 * @param fetch makes its requests
 * @param stallMs the stall limit of the attempt, which is longer than the watch waits
 */
export const patientClient = (fetch: typeof globalThis.fetch, stallMs: number): Anthropic =>
  new Anthropic({
    ...{ maxRetries: 0, logLevel: 'off', fetch, timeout: stallMs },
    fetchOptions: { dispatcher: untimed } as ClientOptions['fetchOptions'],
  })

/** Asks the dispatcher of Node, which knows the proxy of the environment, to wait without a limit. */
const untimed: Dispatcher = {
  dispatch: (options, handler) =>
    dispatcherOfNode().dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
}

function dispatcherOfNode(): Dispatcher {
  const known = globalThis as unknown as Record<symbol, Dispatcher | undefined>
  const found = NAMES.map((name) => known[name]).find((one) => one !== undefined)
  if (found === undefined) throw new Error('this version of Node has no dispatcher for fetch')
  return found
}
