/**
 * Tells when the provider sends anything. The SDK tells of no `ping`, and while the provider prepares the input of a tool, pings are all that
 * it sends, possibly for minutes.
 */
export class Pulse {
  /** It is called for each piece of a response. */
  listener: () => void = () => {}

  /** A fetch that calls the listener. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init)
    if (response.body === null) return response
    const body = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          this.listener()
          controller.enqueue(chunk)
        },
      }),
    )
    const { status, statusText, headers } = response
    return new Response(body, { status, statusText, headers })
  }
}
