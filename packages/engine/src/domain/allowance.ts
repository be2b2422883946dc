import type { DatedPrice } from './rates.ts'

/** What a session may spend before it has to ask the owner of its run for more, in millionths of a dollar (M2). */
export interface Allowance {
  microUsd: number
  /** The price of the session's model, by which the session counts what it spends. */
  price: DatedPrice
}
