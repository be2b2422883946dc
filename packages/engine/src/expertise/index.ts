/** The exports of expertise for other packages. */

export * from './entry-key.ts'
export * from './entry-order.ts'
export * from './learning/learn.ts'
export * from './limits.ts'
