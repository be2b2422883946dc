import type { Refusal } from '@coppice/engine'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

/*
 * A member of `Error` that clients may name in their documents already: the contract has it, though no mutation of today answers it.
 * It moves to a file of its own, with its class, together with the first mutation that does.
 */
builder.objectRef<Refusal>('DeliveryRefusedError').implement({ interfaces: [ErrorInterface] })
