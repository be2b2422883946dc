import { expect, test } from 'vitest'
import { onStopSignal, type StopSignal } from './stop-signals.ts'

function signals() {
  const calls: string[] = []
  const handlers = new Map<StopSignal, () => void>()
  let now = 0
  onStopSignal((how, signal) => calls.push(`${how} ${signal}`), {
    on: (signal, call) => handlers.set(signal, call),
    exit: (code) => calls.push(`exit ${code}`),
    now: () => now,
  })
  return {
    calls,
    send(signal: StopSignal, at: number) {
      now = at
      handlers.get(signal)?.()
    },
  }
}

test.each<[StopSignal, string]>([
  ['SIGTERM', 'interrupt SIGTERM'],
  ['SIGINT', 'interrupt SIGINT'],
  ['SIGHUP', 'interrupt SIGHUP'],
  ['SIGUSR2', 'handover SIGUSR2'],
])('R5: %s stops the server: %s', (signal, call) => {
  const { calls, send } = signals()
  send(signal, 0)
  expect(calls).toEqual([call])
})

test('R5: further signals within a second of the first are ignored; a later signal exits at once', () => {
  const { calls, send } = signals()
  send('SIGINT', 0)
  send('SIGTERM', 10)
  send('SIGINT', 1_000)
  expect(calls).toEqual(['interrupt SIGINT'])

  send('SIGINT', 1_001)
  expect(calls).toEqual(['interrupt SIGINT', 'exit 130'])
})
