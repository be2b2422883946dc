import { z } from 'zod'

/** The part of the reply, from 0 to 1, that the client gets before the fault. */
const after = z.number().min(0).max(1).default(0.5)

const ERROR_TYPES = ['overloaded_error', 'api_error', 'rate_limit_error', 'invalid_request_error'] as const

/** Everything that can go wrong with one request. A reply that is not streamed has the nearest equivalent. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** An HTTP error. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.union(([400, 401, 403, 404, 413, 429, 500, 503, 529] as const).map((status) => z.literal(status))),
    retryAfterSeconds: z.number().nonnegative().optional(),
    headers: z.record(z.string(), z.string()).default({}),
    message: z.string().optional(),
  }),
  /** The error of a prompt that is larger than the context window. */
  z.strictObject({ kind: z.literal('context-too-long') }),
  /** The connection is closed before any response. */
  z.strictObject({ kind: z.literal('no-response') }),
  /** The stream has an `error` event, and ends. */
  z.strictObject({ kind: z.literal('error-event'), type: z.enum(ERROR_TYPES).default('overloaded_error'), after }),
  /** The connection breaks. */
  z.strictObject({ kind: z.literal('cut'), after }),
  /** The stream ends in good order, but too early. */
  z.strictObject({ kind: z.literal('end-early'), after }),
  /** Nothing more comes, and the connection stays open until the client leaves. */
  z.strictObject({ kind: z.literal('stall'), after }),
  z.strictObject({ kind: z.literal('slow'), tokensPerSecond: z.number().positive() }),
  /** A line of the stream is not JSON. */
  z.strictObject({ kind: z.literal('malformed'), after }),
  /** The reply is cut off by the limit of output tokens. */
  z.strictObject({ kind: z.literal('max-tokens'), after }),
  z.strictObject({ kind: z.literal('refusal'), after: after.default(0) }),
  /** The server pauses the turn. The client sends the reply back to continue it. */
  z.strictObject({ kind: z.literal('pause-turn'), after }),
])

export type Fault = z.output<typeof faultSchema>
export type FaultInput = z.input<typeof faultSchema>

/** Faults after which the same request succeeds. A client that retries enough notices none of them. */
export const TRANSIENT_FAULTS: readonly Fault[] = [
  ...([429, 500, 503, 529] as const).flatMap((status): Fault[] => [
    { kind: 'status', status, headers: {} },
    { kind: 'status', status, headers: {}, retryAfterSeconds: 0 },
  ]),
  { kind: 'error-event', type: 'overloaded_error', after: 0.5 },
  { kind: 'error-event', type: 'api_error', after: 0 },
  ...[0, 0.5, 1].map((after): Fault => ({ kind: 'cut', after })),
  { kind: 'end-early', after: 0.5 },
  { kind: 'malformed', after: 0.5 },
  { kind: 'no-response' },
]

/** Faults that hit requests of scripts by chance, which depends only on the seed, the script, the step and how often it was asked for. */
export const randomFaultsSchema = z.strictObject({
  rate: z.number().min(0).max(1),
  faults: z
    .array(faultSchema)
    .min(1)
    .default([...TRANSIENT_FAULTS]),
})

export type RandomFaults = z.output<typeof randomFaultsSchema>
export type RandomFaultsInput = z.input<typeof randomFaultsSchema>
